/** A component's workload: made by its definition, patched by its traits in order, checked against the neutral schema. */
import type { CompiledDefinition } from '../definition/definition.ts';
import { type Check, workloadCheck } from '../definition/schema.ts';
import { hasErrors, type Issue, problem, warning } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, objectOf, textOf } from '../json.ts';
import type { Sees, Variables } from '../template/direct-value.ts';
import type { Values } from '../template/template.ts';
import { mergePatch } from '../workload/patch.ts';
import { workloads } from '../workload/workloads.ts';
import type { AppfileComponent, AppfileTrait } from './appfile.ts';
import { withLets } from './render-lets.ts';
import { overwrites, type Writers, writersOf } from './render-overwrites.ts';
import { blame, noRow, taken } from './render-row.ts';

const none: Issue[] = [];

const values = ({ variables, bound }: Sees): Values => ({ variables, bound, row: noRow });

/** A trait after its patch: what its resources will see. */
export interface PatchedTrait {
  readonly trait: AppfileTrait;
  readonly at: string;
  readonly sees: Sees;
  /** Its own validations refuse it: what else would be wrong with it is no news. */
  readonly refused: boolean;
}

export interface Patched {
  /** The workload is not what its schema wants: lowering it would only repeat that. */
  readonly broken: boolean;
  readonly workload: JsonObject;
  readonly traits: readonly PatchedTrait[];
  /** Tags that traits ask for. */
  readonly tags: Readonly<Record<string, string>>;
}

/** `shared` are context, environment and components; `own` the component's parameter and let names beside them. */
export function renderWorkload(component: AppfileComponent, own: Sees, shared: Variables, issues: Issue[]): Patched {
  const { definition } = component;
  const at = `/spec/components/${component.index}`;
  const type = definition.workloadType ?? 'resources';
  const schema = workloads.get(type);
  let workload = objectOf(
    definition.workload === undefined
      ? undefined
      : taken(definition.workload.evaluate(values(own)), definition, 'workload', at, issues),
  );
  const wrong = schema === undefined ? [] : duplicates(workload, schema, at);
  const tags: Record<string, string> = {};
  let writers: Writers | undefined;
  const traits = component.traits.map(trait => {
    const place = `${at}/traits/${trait.index}`;
    const seen = { ...shared, workload, parameter: trait.parameter };
    const found: Issue[] = [];
    const sees = withLets(trait.definition, type, seen, place, found);
    found.push(...validate(trait.definition, type, sees, place));
    issues.push(...found);
    if (hasErrors(found)) return { trait, at: place, sees, refused: true };
    const template = trait.definition.patches.get(type);
    if (template !== undefined && schema !== undefined) {
      const patch = taken(template.evaluate(values(sees)), trait.definition, `patch ${type}`, place, issues);
      if (isObject(patch)) {
        writers ??= writersOf(workload, schema);
        issues.push(...overwrites(patch, schema, trait.id, writers, place));
        workload = mergePatch(workload, patch, schema);
      }
    }
    addTags(trait, sees, tags, place, issues);
    return { trait, at: place, sees, refused: false };
  });
  if (schema !== undefined)
    for (const issue of checkOf(type, schema)(workload))
      wrong.push({ ...issue, pointer: at, message: `The ${type}: ${issue.message}` });
  issues.push(...wrong);
  return { workload, traits, tags, broken: wrong.length > 0 };
}

/** Entries of a keyed list that have the same key: one of them would be lost. */
function duplicates(value: Json | undefined, schema: JsonObject, at: string, name = ''): Issue[] {
  if (isList(value)) {
    const key = textOf(schema['x-list-key']);
    const items = objectOf(schema.items);
    const seen = new Set<Json | undefined>();
    return value.flatMap(entry => {
      const found = duplicates(entry, items, at, name);
      const id = key === '' ? undefined : objectOf(entry)[key];
      if (id === undefined || !seen.has(id)) {
        seen.add(id);
        return found;
      }
      return [...found, problem('DuplicateName', at, `${name} has two entries with the ${key} ${id}`)];
    });
  }
  if (!isObject(value)) return none;
  const properties = objectOf(schema.properties);
  const issues: Issue[] = [];
  for (const property in value) {
    const inner = value[property];
    if (typeof inner === 'object' && inner !== null && isObject(properties[property]))
      issues.push(...duplicates(inner, objectOf(properties[property]), at, property));
  }
  return issues;
}

/** What the definition itself refuses or warns of; `at` is the component or the trait. */
export function validate(definition: CompiledDefinition, workload: string, sees: Sees, at: string): Issue[] {
  const found: Issue[] = [];
  const seen = values(sees);
  for (const validation of definition.validations) {
    if (validation.workload !== undefined && validation.workload !== workload) continue;
    const { value, issues } = validation.if.evaluate(seen);
    if (issues.length > 0) found.push(...blame(issues, definition, `validation ${validation.code}`, at));
    else if (value === true) {
      const message = textOf(validation.message.evaluate(seen).value);
      const make = validation.severity === 'warning' ? warning : problem;
      found.push(make(validation.code, `${at}/properties${validation.pointer}`, message, validation.hint));
    }
  }
  return found;
}

function addTags(trait: AppfileTrait, sees: Sees, tags: Record<string, string>, at: string, issues: Issue[]): void {
  if (trait.definition.tags === undefined) return;
  const asked = objectOf(taken(trait.definition.tags.evaluate(values(sees)), trait.definition, 'tags', at, issues));
  for (const [key, value] of Object.entries(asked)) {
    if (value === null) delete tags[key];
    else tags[key] = String(value);
  }
}

const checks = new Map<string, Check>();

function checkOf(type: string, schema: JsonObject): Check {
  const known = checks.get(type) ?? workloadCheck(schema);
  checks.set(type, known);
  return known;
}
