/** An example of each definition: from the numbered examples where one uses it, else written here, else the least that its parameters ask for. */
import { readFileSync } from 'node:fs';
import { dump } from 'js-yaml';
import { at, isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import { examples } from '../examples/installation.ts';
import { celOf, nameOf } from './page.ts';
import { apiVersion, greeter, inline, makers, policies, web, written } from './written.ts';

const golden = readFileSync(new URL('../golden/containers/app.yaml', import.meta.url), 'utf8');
const texts = [...examples.flatMap(({ versions }) => versions.map(({ text }) => text)), golden];
const components = texts
  .flatMap(text => parseDocuments(text, 'yaml').documents)
  .flatMap(({ value }) => listOf(objectOf(value.spec).components).map(objectOf));

export interface Example {
  /** What of the document is worth showing. */
  readonly shown: JsonObject;
  /** What is posted. */
  readonly document: JsonObject;
}

/** A document that uses the definition; undefined where nobody can. */
export function exampleOf(definition: JsonObject): Example | undefined {
  const name = nameOf(definition);
  const { kind, spec } = definition;
  if (objectOf(spec).refused !== undefined) return undefined;
  if (kind === 'WorkloadDefinition') {
    const document = objectOf(makers[name]);
    return { shown: document, document };
  }
  const policy = policies[name];
  const components = kind === 'PolicyDefinition' ? [greeter] : componentsOf(definition, name);
  if (components.length === 0) return undefined;
  const application = { components: [...components], ...(policy === undefined ? {} : { policies: [policy] }) };
  return {
    shown: policy === undefined ? application : { policies: [policy] },
    document: { apiVersion, kind: 'Application', metadata: { name: 'shop' }, spec: application },
  };
}

/** The components of an application that uses it; none where whatever it says is refused. */
function componentsOf(definition: JsonObject, name: string): readonly JsonObject[] {
  const { kind, spec } = definition;
  const known = written[name];
  if (known !== undefined) return known;
  if (kind === 'ComponentDefinition') {
    const found = components.find(component => component.type === name && !leans(component));
    if (found !== undefined) return [{ name: textOf(found.name), type: name, properties: shortened(found.properties) }];
    return [{ name: 'my-app', type: name, ...least(definition) }];
  }
  const user = components.find(({ traits }) => listOf(traits).some(trait => objectOf(trait).type === name));
  const trait = listOf(user?.traits)
    .map(objectOf)
    .find(({ type }) => type === name);
  const host = hostOf(listOf(objectOf(spec).appliesToWorkloads), textOf(user?.type));
  return [{ ...host, traits: [trait === undefined || leans(trait) ? { type: name, ...least(definition) } : trait] }];
}

export function yamlOf(parts: JsonObject): string {
  return dump(parts, { lineWidth: 110, noRefs: true });
}

/** Whether it speaks of another component, which would be missing. */
function leans(value: JsonObject): boolean {
  return /"(to|from|dependsOn|inputs)":/.test(JSON.stringify(value));
}

/** Code takes many lines that say nothing here. */
function shortened(properties: Json | undefined): JsonObject {
  const { code, ...others } = objectOf(properties);
  if (code === undefined) return others;
  return { code: inline, ...others };
}

/** A component to put a trait on: of the type that a numbered example has it on, where that is a function. */
function hostOf(workloads: readonly Json[], type: string): JsonObject {
  const container = workloads.includes('*') || workloads.includes('container');
  return container && type !== 'function' ? web : greeter;
}

function least(definition: JsonObject): JsonObject {
  const root = objectOf(celOf(definition).parameters);
  const properties = objectOf(sampleOf(root, root));
  return Object.keys(properties).length === 0 ? {} : { properties };
}

function sampleOf(given: JsonObject, root: JsonObject): Json {
  const schema = typeof given.$ref === 'string' ? objectOf(at(root, given.$ref.slice(1))) : given;
  const fixed = [schema.const, schema.default, listOf(schema.examples)[0], listOf(schema.enum)[0]].find(
    one => one !== undefined,
  );
  if (fixed !== undefined) return fixed;
  const [type] = [schema.type ?? 'object'].flat();
  if (type === 'array') return isObject(schema.items) ? [sampleOf(schema.items, root)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'string') return 'example';
  const { properties } = schema;
  return Object.fromEntries(
    listOf(schema.required).map(name => [String(name), sampleOf(objectOf(objectOf(properties)[String(name)]), root)]),
  );
}
