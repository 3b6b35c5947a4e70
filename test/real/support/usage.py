"""What a data scientist does: an experiment, a run with artifacts and a model, all of it read back."""
import json
import os
import sys
import tempfile

import mlflow

megabytes = int(sys.argv[1])
mlflow.set_experiment("usage")
with mlflow.start_run() as run:
    mlflow.log_param("alpha", 0.5)
    mlflow.log_metric("rmse", 0.7)
    mlflow.log_text("hello", "note.txt")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "big.bin")
        block = os.urandom(1 << 20)
        with open(path, "wb") as file:
            for _ in range(megabytes):
                file.write(block)
        mlflow.log_artifact(path)


class Echo(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input


info = mlflow.pyfunc.log_model(name="echo", python_model=Echo(), pip_requirements=[])
version = mlflow.register_model(info.model_uri, "echo")
client = mlflow.MlflowClient()
big = [file.file_size for file in client.list_artifacts(run.info.run_id) if file.path == "big.bin"]
print(json.dumps({
    "run": run.info.run_id,
    "experiment": run.info.experiment_id,
    "param": client.get_run(run.info.run_id).data.params["alpha"],
    "note": mlflow.artifacts.load_text(run.info.artifact_uri + "/note.txt"),
    "bigMegabytes": big[0] // (1 << 20),
    "model": version.version,
    "loaded": type(mlflow.pyfunc.load_model("models:/echo/1")).__name__,
}))
