"""Keys of the objects in a bucket, with their sizes, as the store itself says: `bucket.py BUCKET`."""

import json
import sys

import boto3
from botocore.config import Config

store = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
pages = store.get_paginator("list_objects_v2").paginate(Bucket=sys.argv[1])
print(json.dumps({item["Key"]: item["Size"] for page in pages for item in page.get("Contents", [])}))
