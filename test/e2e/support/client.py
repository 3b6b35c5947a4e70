"""What a data scientist does, with MLflow's own client: `log SIZE`, `read RUN`, `stage RUN`, `delete RUN`."""

import json
import sys
import tempfile

import mlflow
from mlflow.exceptions import MlflowException

TEXT = "model/notes.txt"
BYTES = "model/weights.bin"


def log(size: str) -> dict:
    mlflow.set_experiment("end-to-end")
    with mlflow.start_run() as run:
        mlflow.log_param("learning_rate", 0.1)
        mlflow.log_metric("loss", 0.25)
        mlflow.log_text("as rendered", TEXT)
        folder, name = BYTES.split("/")
        with tempfile.TemporaryDirectory() as scratch:
            with open(f"{scratch}/{name}", "wb") as file:
                file.truncate(int(size))
            mlflow.log_artifact(file.name, folder)
    return {"run": run.info.run_id, "artifactUri": run.info.artifact_uri}


def read(run_id: str) -> dict:
    run = mlflow.get_run(run_id)
    return {
        "parameters": run.data.params,
        "metrics": run.data.metrics,
        "text": mlflow.artifacts.load_text(f"{run.info.artifact_uri}/{TEXT}"),
        "artifacts": {file.path: file.file_size for file in mlflow.artifacts.list_artifacts(run_id=run_id, artifact_path="model")},
    }


def stage(run_id: str) -> str:
    try:
        return mlflow.get_run(run_id).info.lifecycle_stage
    except MlflowException as error:
        return error.error_code


def delete(run_id: str) -> str:
    mlflow.delete_run(run_id)
    return stage(run_id)


commands = {"log": log, "read": read, "stage": stage, "delete": delete}
print(json.dumps(commands[sys.argv[1]](*sys.argv[2:])))
