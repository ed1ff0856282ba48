/** The shape of an Application: a JSON document in, the Application and everything that is wrong with it out. */
import { hasErrors, type Issue, problem, warning } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, listOf, objectOf, pointer, textOf } from '../json.ts';
import {
  type Application,
  apiVersion,
  type Component,
  defaultNamespace,
  type Metadata,
  type Trait,
} from './application.ts';
import { fields, named, stringMap, texts } from './fields.ts';
import { checkInputs, checkOutputs } from './passing.ts';
import { checkPolicies } from './policies.ts';

export interface Checked {
  /** Absent where an Issue is an error. */
  readonly application: Application | undefined;
  readonly issues: readonly Issue[];
}

/** Kubernetes writes more into metadata than users do; what it writes is stored and means nothing here. */
export const metadataFields: readonly string[] = [
  'name',
  'namespace',
  'labels',
  'annotations',
  'uid',
  'generation',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'finalizers',
  'generateName',
  'managedFields',
  'ownerReferences',
  'selfLink',
];

/** Pointers in the Issues are into the document. */
export function checkApplication(document: JsonObject): Checked {
  const issues: Issue[] = [];
  fields(document, '', ['apiVersion', 'kind', 'metadata', 'spec', 'status'], issues);
  if (document.apiVersion !== apiVersion)
    issues.push(
      problem('InvalidField', '/apiVersion', `apiVersion must be ${apiVersion}, is ${shown(document.apiVersion)}`),
    );
  if (document.kind !== 'Application')
    issues.push(problem('InvalidField', '/kind', `kind must be Application, is ${shown(document.kind)}`));
  const metadata = checkMetadata(document.metadata, issues);
  issues.push(...steering(metadata));
  const components = checkSpec(document.spec, issues);
  const policies = checkPolicies(objectOf(document.spec).policies, issues);
  const application = { metadata, components, ...(policies.length > 0 ? { policies } : {}) };
  return { application: hasErrors(issues) ? undefined : application, issues };
}

/** Annotations and labels that steer KubeVela, and say nothing here yet: kept, and told. */
function steering({ labels, annotations }: Metadata): Issue[] {
  const steers = (key: string): boolean =>
    /^app\.oam\.dev\/(publishVersion|autoUpdate|workflowName|restart-workflow|reconcile-interval|service-account-name|shared-by)$/.test(
      key,
    ) || key === 'controller.core.oam.dev/pause';
  const told = (field: string, map: Readonly<Record<string, string>>): Issue[] =>
    Object.keys(map)
      .filter(steers)
      .map(key => warning('NotObeyed', `/metadata/${field}${pointer(key)}`, `${key} is kept and not obeyed yet`));
  return [...told('labels', labels), ...told('annotations', annotations)];
}

/** The metadata of any object of this API: name and namespace are names, labels and annotations are maps of text. */
export function checkMetadata(value: Json | undefined, issues: Issue[]): Metadata {
  if (!isObject(value)) {
    issues.push(problem('MissingField', '/metadata', 'metadata is missing', 'metadata: { name: my-app }'));
    return { name: '', namespace: defaultNamespace, labels: {}, annotations: {} };
  }
  fields(value, '/metadata', metadataFields, issues);
  named(value.name, '/metadata/name', 'metadata.name', issues);
  if (value.namespace !== undefined) named(value.namespace, '/metadata/namespace', 'metadata.namespace', issues);
  return {
    name: textOf(value.name),
    namespace: textOf(value.namespace) || defaultNamespace,
    labels: stringMap(value.labels, '/metadata/labels', issues),
    annotations: stringMap(value.annotations, '/metadata/annotations', issues),
  };
}

function checkSpec(value: Json | undefined, issues: Issue[]): Component[] {
  if (!isObject(value)) {
    issues.push(problem('MissingField', '/spec', 'spec is missing', 'spec: { components: [...] }'));
    return [];
  }
  fields(value, '/spec', ['components', 'policies', 'workflow'], issues);
  refuseLater(value, issues);
  if (!isList(value.components)) {
    const code = value.components === undefined ? 'MissingField' : 'InvalidField';
    issues.push(problem(code, '/spec/components', 'spec.components must be a list of components'));
    return [];
  }
  return value.components.map((component, i) => checkComponent(component, `/spec/components/${i}`, issues));
}

/** Workflows have their turn; until then they are refused. */
function refuseLater(spec: JsonObject, issues: Issue[]): void {
  if (spec.workflow !== undefined)
    issues.push(
      problem(
        'NotSupported',
        '/spec/workflow',
        'Workflows are not supported yet: its steps would not be run',
        'Remove it: components are applied in the order of dependsOn',
      ),
    );
}

/** Of a component, those that warn among them. */
export const componentFields: readonly string[] = [
  'name',
  'type',
  'properties',
  'traits',
  'dependsOn',
  'inputs',
  'outputs',
  'externalRevision',
];
/** KubeVela's fields that would be ignored today, each with what to do instead. */
const laterFields: Readonly<Record<string, string>> = {
  scopes: 'Remove it: KubeVela removed scopes as well',
  replicaKey: 'Write one component for each replica',
};

function checkComponent(value: Json, at: string, issues: Issue[]): Component {
  if (!isObject(value)) {
    issues.push(problem('InvalidField', at, 'A component must be a map with name and type'));
    return { name: '', type: '', properties: {}, traits: [], dependsOn: [] };
  }
  fields(value, at, [...componentFields, ...Object.keys(laterFields)], issues);
  for (const [field, hint] of Object.entries(laterFields)) {
    const given = value[field];
    if (given === undefined) continue;
    const empty = (isList(given) && given.length === 0) || (isObject(given) && Object.keys(given).length === 0);
    if (empty) issues.push(warning('EmptyField', at + pointer(field), `${field} is empty and means nothing`));
    else
      issues.push(problem('NotSupported', at + pointer(field), `${field} of a component is not supported yet`, hint));
  }
  if (value.externalRevision !== undefined && value.externalRevision !== '')
    issues.push(
      warning(
        'Adapted',
        `${at}/externalRevision`,
        'externalRevision names what a cluster keeps of one component; here the whole application has revisions, numbered',
        'lateen revisions lists them; a revision of the type is <type>@v1',
      ),
    );
  named(value.name, `${at}/name`, 'The name of a component', issues);
  if (value.traits !== undefined && !isList(value.traits))
    issues.push(problem('InvalidField', `${at}/traits`, 'traits must be a list'));
  const inputs = checkInputs(value.inputs, at, issues);
  const outputs = checkOutputs(value.outputs, at, issues);
  return {
    name: textOf(value.name),
    type: typed(value.type, `${at}/type`, 'component', issues),
    properties: propertiesOf(value.properties, `${at}/properties`, issues),
    traits: listOf(value.traits).map((trait, i) => checkTrait(trait, `${at}/traits/${i}`, issues)),
    dependsOn: texts(value.dependsOn, `${at}/dependsOn`, issues),
    ...(inputs.length === 0 ? {} : { inputs }),
    ...(outputs.length === 0 ? {} : { outputs }),
  };
}

function checkTrait(value: Json, at: string, issues: Issue[]): Trait {
  if (!isObject(value)) {
    issues.push(problem('InvalidField', at, 'A trait must be a map with type and properties'));
    return { type: '', properties: {} };
  }
  fields(value, at, ['type', 'properties'], issues);
  return {
    type: typed(value.type, `${at}/type`, 'trait', issues),
    properties: propertiesOf(value.properties, `${at}/properties`, issues),
  };
}

function typed(value: Json | undefined, at: string, what: string, issues: Issue[]): string {
  if (typeof value === 'string' && value !== '') return value;
  if (value === undefined) issues.push(problem('MissingField', at, `The type of the ${what} is missing`));
  else
    issues.push(problem('InvalidField', at, `The type of a ${what} is the name of its definition, is ${shown(value)}`));
  return '';
}

/** Absent and null mean no properties, as in Kubernetes. */
function propertiesOf(value: Json | undefined, at: string, issues: Issue[]): JsonObject {
  if (value !== undefined && value !== null && !isObject(value))
    issues.push(problem('InvalidField', at, 'properties must be a map'));
  return objectOf(value);
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}
