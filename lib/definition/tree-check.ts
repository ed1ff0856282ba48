/** Compares a template's visible structure with the schema of what it makes: misspelt names and missing ones are found at admission. */
import { type Issue, problem } from '../errors.ts';
import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  pointer,
  textOf,
  at as valueAt,
} from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';

/** How strictly a tree is compared. */
export interface TreeCheck {
  /** The root of `$ref`s. */
  readonly root: JsonObject;
  /** A merge patch gives only what it changes: nothing but list keys is required, null removes. */
  readonly patch: boolean;
  /** Required properties that the engine adds by itself. */
  readonly given: readonly string[];
  /** What people call the owner of the properties: `AWS::Lambda::Function`. */
  readonly owner: string;
}

/** Words of the template language that may stand in an object beside its properties. */
const words: readonly string[] = ['$for', '$if', '$key', '$value', '$patch'];

/** Pointers are relative to the tree. */
export function treeIssues(tree: Json, schema: JsonObject, check: TreeCheck): Issue[] {
  return walk(tree, schema, '', check);
}

function walk(tree: Json, written: JsonObject, at: string, check: TreeCheck): Issue[] {
  const schema = resolved(written, check.root);
  if (isObject(tree)) {
    // `{$if, $value}` is its value; `{$initial}` is one that is only sent at first, and belongs to a whole property.
    const word = tree.$key === undefined && tree.$value !== undefined ? '$value' : '$initial';
    const inner = tree[word];
    if (inner !== undefined && (word === '$value' || at.lastIndexOf('/') <= 0))
      return walk(inner, schema, `${at}/${word}`, check);
    return walkObject(tree, schema, at, check);
  }
  if (isList(tree)) return walkList(tree, schema, at, check);
  return scalar(tree, schema, at, check);
}

function walkObject(tree: JsonObject, schema: JsonObject, at: string, check: TreeCheck): Issue[] {
  if (!allows(schema, 'object')) return [mismatch(at, 'a map', schema, check)];
  const known = propertiesOf(schema, check.root);
  const others = schema.additionalProperties;
  if (tree.$value !== undefined) return isObject(others) ? walk(tree.$value, others, `${at}/$value`, check) : [];
  const open =
    others !== false &&
    (others !== undefined || Object.keys(known).length === 0 || schema.patternProperties !== undefined);
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(tree)) {
    if (words.includes(name)) continue;
    const here = at + pointer(name);
    const child = known[name];
    if (isObject(child)) issues.push(...walk(value, child, here, check));
    else if (isObject(others)) issues.push(...walk(value, others, here, check));
    else if (!open) issues.push(unknown(name, here, Object.keys(known), check));
  }
  return [...issues, ...missing(tree, schema, at, check)];
}

function unknown(name: string, at: string, known: readonly string[], check: TreeCheck): Issue {
  const hint =
    didYouMean(name, known) ?? (known.length > 0 && known.length <= 12 ? `known here: ${known.join(', ')}` : undefined);
  return problem('UnknownProperty', at, `${check.owner} has no property ${name} here`, hint);
}

function missing(tree: JsonObject, schema: JsonObject, at: string, check: TreeCheck): Issue[] {
  if (check.patch) return [];
  return listOf(schema.required)
    .map(textOf)
    .filter(name => tree[name] === undefined && !(at === '' && check.given.includes(name)))
    .map(name =>
      problem(
        'MissingProperty',
        at + pointer(name),
        `${check.owner} needs ${(at + pointer(name)).slice(1).replaceAll('/', '.')}`,
      ),
    );
}

function walkList(tree: readonly Json[], schema: JsonObject, at: string, check: TreeCheck): Issue[] {
  if (!allows(schema, 'array')) return [mismatch(at, 'a list', schema, check)];
  const items = isObject(schema.items) ? schema.items : {};
  const key = textOf(schema['x-list-key']);
  return tree.flatMap((item, i) => {
    const here = at + pointer(i);
    const plain = isObject(item) && item.$patch === undefined && item.$value === undefined;
    const unnamed = check.patch && key !== '' && plain && item[key] === undefined;
    const issues = unnamed
      ? [problem('MissingProperty', here + pointer(key), `an entry here is found by its ${key}`)]
      : [];
    return [...issues, ...walk(item, items, here, check)];
  });
}

/** Literals only: what an expression gives is checked when it is rendered. */
function scalar(tree: Json, schema: JsonObject, at: string, check: TreeCheck): Issue[] {
  if (tree === null) return check.patch || allows(schema, 'null') ? [] : [mismatch(at, 'null', schema, check)];
  if (typeof tree === 'string' && tree.includes('${')) return [];
  const type = typeof tree === 'number' ? (Number.isInteger(tree) ? 'integer' : 'number') : typeof tree;
  if (!allows(schema, type)) return [mismatch(at, JSON.stringify(tree), schema, check)];
  if (isList(schema.enum) && !schema.enum.includes(tree))
    return [
      problem(
        'InvalidProperty',
        at,
        `${check.owner}: ${JSON.stringify(tree)} is none of ${schema.enum.join(', ')}`,
        didYouMean(String(tree), schema.enum.map(String)),
      ),
    ];
  return [];
}

function mismatch(at: string, is: string, schema: JsonObject, check: TreeCheck): Issue {
  const wanted = (isList(schema.type) ? schema.type : [schema.type]).join(' or ');
  return problem('InvalidProperty', at, `${check.owner} wants ${wanted} here, this is ${is}`);
}

function allows(schema: JsonObject, type: string): boolean {
  if (schema.type === undefined) return true;
  const types = isList(schema.type) ? schema.type : [schema.type];
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function resolved(schema: JsonObject, root: JsonObject): JsonObject {
  const ref = textOf(schema.$ref);
  const target = ref.startsWith('#') ? valueAt(root, ref.slice(1)) : undefined;
  return isObject(target) ? { ...target, ...schema, $ref: null } : schema;
}

/** Properties of the schema and of its alternatives: which of them holds is known when it is rendered. */
function propertiesOf(schema: JsonObject, root: JsonObject): JsonObject {
  let all = objectOf(schema.properties);
  for (const keyword of ['allOf', 'anyOf', 'oneOf'])
    for (const branch of listOf(schema[keyword]))
      if (isObject(branch)) all = { ...propertiesOf(resolved(branch, root), root), ...all };
  return all;
}
