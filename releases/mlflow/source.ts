/** Sources about MLflow. */
import { document } from "../engine/source.ts";

/** The check of a database's schema when MLflow starts. */
export const schemaCheck = document(
  "mlflow 3.17.2: mlflow/store/db/utils.py",
  "MLflow 3.17.2, mlflow/store/db/utils.py",
)("_verify_schema");
