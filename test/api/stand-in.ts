/** The pipeline's pure steps in a few lines, for tests that are about HTTP and storage alone. */
import type { Pipeline } from '../../lib/api/deps.ts';
import type { CompiledDefinition } from '../../lib/definition/definition.ts';
import { problem, warning } from '../../lib/errors.ts';
import { listOf, objectOf, textOf, trusted } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import type { Appfile } from '../../lib/reconcile/appfile.ts';
import type { ResourceGraph } from '../../lib/resource/resource.ts';

/** Definitions: `spec.code` (places), `spec.workloadType`, `spec.broken` (refused), `spec.inert` (a warning). */
export const standIn: Pipeline = {
  check(document) {
    const { application, issues } = checkApplication(document);
    return { value: application, issues };
  },
  admit(definition) {
    const spec = objectOf(definition.document.spec);
    if (spec.broken === true) return { value: undefined, issues: [problem('Broken', '/spec/broken', 'It is broken')] };
    const { kind, namespace, name, revision, hash } = definition;
    const compiled = {
      ...{ kind, namespace, name, revision, hash },
      code: listOf(spec.code),
      workloadType: textOf(spec.workloadType) || 'resources',
      parameters: { schema: objectOf(spec.parameters) },
    };
    const issues = spec.inert === true ? [warning('Inert', '/spec/inert', 'It does nothing')] : [];
    return { value: trusted<CompiledDefinition>(compiled), issues };
  },
  catalog(stored) {
    const found = (kind: string, name: string, namespace: string) =>
      stored.findLast(one => one.kind === kind && one.name === name && one.namespace === namespace);
    return {
      find(kind, name, namespace) {
        const definition = found(kind, name, namespace) ?? found(kind, name, 'lateen-system');
        return definition === undefined ? undefined : standIn.admit(definition).value;
      },
      problems: () => [],
      names: () => [],
    };
  },
  resolve(application, catalog) {
    const { namespace } = application.metadata;
    const issues = application.components.flatMap(({ type }, index) => {
      if (catalog.find('ComponentDefinition', type, namespace) !== undefined) return [];
      const known = catalog.names('ComponentDefinition', namespace).join(', ');
      return [problem('UnknownType', `/spec/components/${index}/type`, `No type ${type}`, `known: ${known}`)];
    });
    const components = application.components.map(({ name, type }) => ({
      name,
      definition: catalog.find('ComponentDefinition', type, namespace),
    }));
    const appfile = trusted<Appfile>({ metadata: application.metadata, components });
    const parts = { metadata: application.metadata, revision: 1, names: [], components: [] };
    return { value: issues.length > 0 ? undefined : appfile, parts, issues };
  },
  examine: () => [],
  render(appfile) {
    const resources = appfile.components.map(({ name, definition }) => ({
      key: `local/${name}/-/main#00000000`,
      type: 'Test::Thing',
      target: 'local',
      component: name,
      trait: '-',
      id: 'main',
      properties: { revision: definition.revision },
      needs: [],
    }));
    return { value: trusted<ResourceGraph>({ resources, endpoints: [], names: [], components: [] }), issues: [] };
  },
  planOf(snapshot, graph) {
    const rows = new Set(snapshot.rows.map(row => row.key));
    const changes = graph.resources.map(({ key, type, component, trait, properties }) => ({
      action: rows.has(key) ? ('keep' as const) : ('create' as const),
      ...{ key, type, component, trait, properties, waits: [], reason: 'New' },
    }));
    return { changes, issues: [] };
  },
  statusOf(snapshot) {
    return {
      status: snapshot.status?.phase ?? 'starting',
      observedGeneration: snapshot.status?.observedGeneration ?? 0,
    };
  },
};
