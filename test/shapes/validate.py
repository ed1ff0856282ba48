"""Checks recorded AWS calls against botocore's service models.

Standard input: one JSON object a line, {service, action, input, output?, error?}; service is the JavaScript SDK's package suffix.
Standard output: one JSON object a line for each problem, {service, action, side, path, problem}, and a last line {checked, unreadable}.
botocore's own validator knows types, required and unknown members and the least lengths; the rest of the model (enum, pattern, greatest
lengths and values) is walked here. Answers are walked in the same way, except that the model asks no one for them.
"""

import json
import sys

import regex
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

NAMES = {
    "application-auto-scaling": "application-autoscaling",
    "cloudwatch-logs": "logs",
    "elastic-load-balancing-v2": "elbv2",
    "eventbridge": "events",
    "secrets-manager": "secretsmanager",
}
# What every service may answer, whether its model says so or not.
COMMON = {
    "AccessDenied",
    "AccessDeniedException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "ValidationError",
    "ValidationException",
}
models = {}
unreadable = set()


def model_of(service):
    if service not in models:
        name = NAMES.get(service, service)
        models[service] = ServiceModel(Loader().load_service_model(name, "service-2"), name)
    return models[service]


def compiled(pattern):
    try:
        # Some patterns say the planes above the first in UTF-16's halves.
        return regex.compile(pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF"))
    except regex.error:
        unreadable.add(pattern)
        return None


def bounds(shape, size, what, path):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield path, f"{what} {size} is less than {low}"
    if high is not None and size > high:
        yield path, f"{what} {size} is more than {high}"


def text(shape, value, path):
    if not isinstance(value, str):
        yield path, f"{value!r} is not a string"
        return
    yield from bounds(shape, len(value), "length", path)
    if shape.enum and value not in shape.enum:
        yield path, f"{value!r} is none of {', '.join(shape.enum)}"
    pattern = shape.metadata.get("pattern")
    expression = compiled(pattern) if pattern else None
    if expression and not expression.fullmatch(value):
        yield path, f"{value!r} does not match {pattern}"


def structure(shape, value, path):
    if not isinstance(value, dict):
        yield path, f"{value!r} is not an object"
        return
    for name, inner in value.items():
        if name not in shape.members:
            yield f"{path}/{name}", "is unknown to the model"
        elif inner is not None:
            yield from walk(shape.members[name], inner, f"{path}/{name}")


def walk(shape, value, path):
    kind = shape.type_name
    if kind == "structure":
        yield from structure(shape, value, path)
    elif kind == "list":
        if not isinstance(value, list):
            yield path, f"{value!r} is not a list"
            return
        yield from bounds(shape, len(value), "size", path)
        for index, inner in enumerate(value):
            yield from walk(shape.member, inner, f"{path}/{index}")
    elif kind == "map":
        if not isinstance(value, dict):
            yield path, f"{value!r} is not a map"
            return
        yield from bounds(shape, len(value), "size", path)
        for key, inner in value.items():
            yield from walk(shape.key, key, f"{path}/{key}")
            yield from walk(shape.value, inner, f"{path}/{key}")
    elif kind == "string":
        yield from text(shape, value, path)
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield path, f"{value!r} is not a boolean"
    elif kind in ("integer", "long", "float", "double"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield path, f"{value!r} is not a number"
        elif kind in ("integer", "long") and value != int(value):
            yield path, f"{value!r} is not an integer"
        else:
            yield from bounds(shape, value, "value", path)


def whole(value):
    """JSON written by JavaScript has no difference between 1 and 1.0; botocore asks for int."""
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, list):
        return [whole(inner) for inner in value]
    if isinstance(value, dict):
        return {key: whole(inner) for key, inner in value.items()}
    return value


def problems(record):
    model = model_of(record["service"])
    if record["action"] not in model.operation_names:
        yield "input", "", "is no operation of the service"
        return
    operation = model.operation_model(record["action"])
    given = whole(record["input"])
    if operation.input_shape is not None:
        # Lengths, values and unknown members come from the walk, with their paths; the rest is botocore's own finding.
        for found in ParamValidator().validate(given, operation.input_shape)._errors:
            if found[0] not in ("invalid range", "unknown field"):
                yield "input", found[1], json.dumps([found[0], {k: str(v) for k, v in found[2].items()}])
        for path, problem in walk(operation.input_shape, given, ""):
            yield "input", path, problem
    elif given:
        yield "input", "", "takes no input"
    if record.get("output") is not None and operation.output_shape is not None:
        for path, problem in walk(operation.output_shape, record["output"], ""):
            yield "output", path, problem
    # EC2's model names no errors at all, S3's hardly any.
    error = record.get("error") if record["service"] not in ("ec2", "s3") else None
    if error is not None and error not in COMMON and error not in {shape.name for shape in operation.error_shapes}:
        yield "error", "", f"{error} is not modelled for the operation"


checked = 0
for line in sys.stdin:
    if line.strip():
        record = json.loads(line)
        checked += 1
        for side, path, problem in problems(record):
            print(json.dumps({"service": record["service"], "action": record["action"], "side": side, "path": path, "problem": problem}))
print(json.dumps({"checked": checked, "unreadable": sorted(unreadable)}))
