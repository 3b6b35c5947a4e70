"""Logs one metric after the other with MLflow's own client, as a training job does, and prints what was acknowledged."""
import json
import os
import sys
import time

import mlflow

seconds = float(sys.argv[1])
mlflow.set_experiment("writer")
acknowledged, failed, longest = [], 0, 0.0
with mlflow.start_run() as run:
    print(json.dumps({"run": run.info.run_id}), flush=True)
    end = time.time() + seconds
    step = 0
    while time.time() < end:
        began = time.time()
        try:
            mlflow.log_metric("m", step, step=step, synchronous=True)
            acknowledged.append(step)
        except Exception as error:
            failed += 1
            print(f"refused: {str(error)[:200]}", file=sys.stderr, flush=True)
        longest = max(longest, time.time() - began)
        step += 1
        time.sleep(0.2)
history = mlflow.MlflowClient().get_metric_history(run.info.run_id, "m")
kept = {metric.step for metric in history}
print(json.dumps({"acknowledged": len(acknowledged), "failed": failed, "longest": round(longest, 1), "lost": sorted(set(acknowledged) - kept)}))
