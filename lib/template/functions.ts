/** The named functions that templates have beside CEL's own: built-ins and operators' definitions use the same ones. */
import { OamError } from '../errors.ts';
import { canonical, digest, isList, isObject } from '../json.ts';
import { cronProblem, schedulerCron } from './cron.ts';
import { fargateSize } from './fargate.ts';
import { actionsOf, allow, trust, verbsOf } from './iam.ts';
import { jsonMergePatch, jsonPatch, jsonPatchProblem } from './json-patch.ts';
import { jsonTexts } from './json-texts.ts';
import { failLate, initialOf, initialValue, markOf } from './late-value.ts';
import { probeCommand } from './probe.ts';
import { cpuUnits, mebibytes } from './quantity.ts';

/** One function. `signature` and `description` make the reference page; `parameters` are CEL's types; `run` works on CEL's values.
 * `json` does the same for JSON without marks and escaped keys: what is asked often needs no conversion. */
export interface TemplateFunction {
  readonly name: string;
  readonly signature: string;
  readonly description: string;
  readonly parameters: readonly string[];
  readonly run: (...given: readonly unknown[]) => unknown;
  readonly json?: (...given: readonly unknown[]) => unknown;
}

export const functions: readonly TemplateFunction[] = [
  {
    name: 'distinct',
    signature: 'distinct(list) -> list',
    description: 'The list without repetitions, in order.',
    parameters: ['list'],
    run: distinct,
    json: distinct,
  },
  {
    name: 'flatten',
    signature: 'flatten(list of lists) -> list',
    description: 'The entries of all lists, in order.',
    parameters: ['list'],
    run: lists => (isList(lists) ? lists.flatMap(list => (isList(list) ? list : [list])) : []),
  },
  {
    name: 'isList',
    signature: 'isList(value) -> bool',
    description: 'Whether the value is a list, for parameters that may be one or something else.',
    parameters: ['dyn'],
    run: isList,
  },
  {
    name: 'before',
    signature: 'before(list, item) -> list',
    description: 'What stands in the list before the first entry that equals the item; the whole list where none does.',
    parameters: ['list', 'dyn'],
    run: before,
    json: before,
  },
  {
    name: 'clamp',
    signature: 'clamp(number, least, most) -> number',
    description: 'The number, or the nearest one from least to most.',
    parameters: ['dyn', 'dyn', 'dyn'],
    run: clamp,
    json: clamp,
  },
  {
    name: 'lastOfEach',
    signature: 'lastOfEach(list, key: string) -> list',
    description: 'Of the entries that have the same value under `key`, the last one.',
    parameters: ['list', 'string'],
    run: lastOfEach,
    json: lastOfEach,
  },
  {
    name: 'digest',
    signature: 'digest(value) -> string',
    description: 'A text that is the same for equal values and differs for others.',
    parameters: ['dyn'],
    run: value => digest(identity(value)),
  },
  {
    name: 'envName',
    signature: 'envName(string) -> string',
    description: 'A name for an environment variable: upper case, every other character becomes `_`.',
    parameters: ['string'],
    run: envName,
    json: envName,
  },
  {
    name: 'initial',
    signature: 'initial(value) -> {$initial: value}',
    description:
      'A value that is sent when the resource is made and belongs to someone else (auto scaling) afterwards.',
    parameters: ['dyn'],
    run: value => (isInitial(value) ? value : initialValue(value)),
    json: value => ({ $initial: value }),
  },
  {
    name: 'iam.trust',
    signature: 'iam.trust(service: string) -> policy document',
    description: 'Lets an AWS service assume the role: `lambda` stands for `lambda.amazonaws.com`.',
    parameters: ['string'],
    run: trust,
  },
  {
    name: 'iam.allow',
    signature: 'iam.allow({actions: list, resources: list}) -> policy document',
    description: 'Allows the actions on the resources, whose ARNs may be late. `*` alone is refused.',
    parameters: ['dyn'],
    run: allow,
  },
  {
    name: 'iam.actions',
    signature: 'iam.actions(service: string, verb: string) -> list',
    description:
      "What a verb (`read`, `write`, `send`, `consume`, `publish`, `invoke`) means for a service's data, `sqs` or `s3` as ARNs name it; empty where the service has no such verb.",
    parameters: ['string', 'string'],
    run: actionsOf,
  },
  {
    name: 'iam.verbs',
    signature: 'iam.verbs(service: string) -> list',
    description: 'The verbs that iam.actions knows for a service; empty where it does not know the service.',
    parameters: ['string'],
    run: verbsOf,
  },
  {
    name: 'fargate.size',
    signature:
      'fargate.size(containers: list) -> {cpu: string, memory: string, askedCpu: int, askedMemory: int, rounded: bool}',
    description:
      'The smallest pair that Fargate sells which holds the `cpu` and `memory` of all containers, what they ask for together, and whether it is more than that.',
    parameters: ['list'],
    run: containers => {
      const size = sizeOf(containers);
      return { ...size, askedCpu: BigInt(size.askedCpu), askedMemory: BigInt(size.askedMemory) };
    },
    json: sizeOf,
  },
  {
    name: 'ecs.probe',
    signature: 'ecs.probe(probe) -> list',
    description:
      'The command of an ECS health check for a probe with `exec`, `httpGet` or `tcpSocket`; the last two take a busybox.',
    parameters: ['dyn'],
    run: probeCommand,
  },
  {
    name: 'schedule.cron',
    signature: 'schedule.cron(cron: string) -> string',
    description: "Five fields as Kubernetes reads them (`0 3 * * 1-5`, `@daily`) in EventBridge Scheduler's form.",
    parameters: ['string'],
    run: schedulerCron,
  },
  {
    name: 'schedule.problem',
    signature: 'schedule.problem(cron: string) -> string',
    description: 'Why schedule.cron would refuse it; empty where it would not.',
    parameters: ['string'],
    run: cronProblem,
  },
  {
    name: 'quantity.cpu',
    signature: 'quantity.cpu(string or number) -> int',
    description: 'ECS units of CPU, 1024 to a vCPU: `500m`, `0.5`.',
    parameters: ['dyn'],
    run: quantity => BigInt(cpuUnits(quantity)),
    json: cpuUnits,
  },
  {
    name: 'quantity.memory',
    signature: 'quantity.memory(string or number) -> int',
    description: 'MiB of memory: `512Mi`, `1G`, bytes.',
    parameters: ['dyn'],
    run: quantity => BigInt(mebibytes(quantity)),
    json: mebibytes,
  },
  {
    name: 'json.text',
    signature: 'json.text(value) -> string',
    description: 'The JSON text of a value, its keys sorted.',
    parameters: ['dyn'],
    run: value => canonical(plain(value)),
  },
  {
    name: 'json.texts',
    signature: 'json.texts(value) -> list of {name, value}',
    description: 'Every text in a value with the name it stands under, at any depth; JSON in texts is looked into.',
    parameters: ['dyn'],
    run: value => jsonTexts(plain(value)),
  },
  {
    name: 'json.patch',
    signature: 'json.patch(value, operations: list) -> value',
    description: 'The value after the operations of a JSON Patch (RFC 6902).',
    parameters: ['dyn', 'list'],
    run: jsonPatch,
  },
  {
    name: 'json.problem',
    signature: 'json.problem(value, operations: list) -> string',
    description: 'Why json.patch would refuse them; empty where it would not.',
    parameters: ['dyn', 'list'],
    run: jsonPatchProblem,
  },
  {
    name: 'json.mergePatch',
    signature: 'json.mergePatch(value, patch) -> value',
    description: 'The value after a JSON Merge Patch (RFC 7386): maps merge, null removes, lists are replaced.',
    parameters: ['dyn', 'dyn'],
    run: jsonMergePatch,
  },
];

function sizeOf(containers: unknown) {
  const { cpu, memory, asked } = fargateSize(containers);
  const more = (had: string, wanted: number): boolean => wanted > 0 && Number(had) > wanted;
  const rounded = more(cpu, asked.cpu) || more(memory, asked.memory);
  return { cpu, memory, askedCpu: asked.cpu, askedMemory: asked.memory, rounded };
}

function distinct(list: unknown): readonly unknown[] {
  const seen = new Map<string, unknown>();
  for (const item of isList(list) ? list : []) {
    const key = identity(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

function lastOfEach(list: unknown, key: unknown): readonly unknown[] {
  const last = new Map<string, unknown>();
  for (const item of isList(list) ? list : []) last.set(identity(memberOf(item, String(key))), item);
  return [...last.values()];
}

function memberOf(item: unknown, key: string): unknown {
  // Not the own `get` of an entry of `outputs` with a `*`: what it answers to every key is no value of its own.
  if (item instanceof Map) return Map.prototype.get.call(item, key);
  return isObject(item) ? item[key] : undefined;
}

/** A text that is the same for equal values of CEL: an int and a double of one value are equal there. */
function identity(value: unknown): string {
  if (typeof value === 'bigint') return String(Number(value));
  if (typeof value === 'object' && value !== null) {
    const mark = markOf(value);
    if (mark !== undefined) return `late ${canonical(mark)}`;
  }
  if (value instanceof Map) return identity(Object.fromEntries(value));
  if (isList(value)) return `[${value.map(identity).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const parts = Object.keys(value).sort();
  return `{${parts.map(key => `${JSON.stringify(key)}:${identity(value[key])}`).join(',')}}`;
}

/** What JSON has for a value of CEL. Of a late one there is no text yet. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (markOf(value) !== undefined || initialOf(value) !== undefined) failLate();
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (isList(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function before(list: unknown, item: unknown): readonly unknown[] {
  const items = isList(list) ? list : [];
  const wanted = identity(item);
  const found = items.findIndex(other => identity(other) === wanted);
  return found < 0 ? items : items.slice(0, found);
}

function clamp(value: unknown, least: unknown, most: unknown): unknown {
  for (const one of [value, least, most])
    if (typeof one !== 'number' && typeof one !== 'bigint') throw new OamError('Invalid', 'clamp takes three numbers');
  const given = Number(value);
  return given < Number(least) ? least : given > Number(most) ? most : value;
}

function isInitial(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return initialOf(value) !== undefined || Object.hasOwn(markOf(value) ?? {}, '$initial');
}

function envName(text: unknown): string {
  const name = String(text)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/g, '_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}
