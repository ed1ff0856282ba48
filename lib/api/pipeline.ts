/** The pure steps of the pipeline, as the API asks them: the very functions that the reconciler runs. */
import { admit } from '../definition/admit.ts';
import { catalogOf } from '../definition/catalog.ts';
import { hasErrors } from '../errors.ts';
import { checkApplication } from '../oam/check.ts';
import { examine } from '../reconcile/examine.ts';
import { followedIn, pinTo, refOf } from '../reconcile/inputs.ts';
import { renderPassing } from '../reconcile/passing.ts';
import { changesOf, plan } from '../reconcile/plan.ts';
import { refusedReplacements } from '../reconcile/replacements.ts';
import { statusOf } from '../reconcile/report.ts';
import { resolve } from '../reconcile/resolve.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import { workloads } from '../workload/workloads.ts';
import type { Pipeline } from './deps.ts';

/** `types` are the resource types that the reconciler has drivers for. */
export function createPipeline(types: ReadonlyMap<string, ResourceSchema>): Pipeline {
  const world = { types, workloads };
  return {
    check(document) {
      const { application, issues } = checkApplication(document);
      return { value: application, issues };
    },
    admit({ document, revision }, facts) {
      const compiled = admit(document, { ...world, revision, ...(facts === undefined ? {} : { facts }) });
      return compiled.ok
        ? { value: compiled.value, issues: compiled.value.warnings }
        : { value: undefined, issues: compiled.issues };
    },
    catalog: stored => catalogOf(stored, world),
    resolve(application, catalog, revision) {
      const { appfile, parts, issues } = resolve(application, catalog, revision);
      return { value: appfile, parts, issues };
    },
    examine: (parts, environment) => examine(parts, environment, types),
    render(appfile, environment, snapshot) {
      const rows = new Map((snapshot?.rows ?? []).map(row => [row.key, row]));
      const { graph, issues } = renderPassing(appfile, environment, types, rows);
      return { value: hasErrors(issues) ? undefined : graph, issues };
    },
    planOf(snapshot, graph, place, inputs = snapshot.revisions.at(-1)?.inputs ?? {}) {
      const rows = new Map(snapshot.rows.map(row => [row.key, row]));
      const followed = followedIn(graph, types, place).map(refOf);
      const pinned = pinTo(graph, types, place, inputs);
      const steps = plan({
        graph: pinned,
        rows,
        types,
        notEmulated: place.environment.notEmulated ?? [],
        // What a row waits for is for the engine; a plan says what is to be done whenever it can be.
        now: 0,
        generation: snapshot.desired?.generation ?? 0,
        doubtSince: 0,
        retryAll: false,
        deleting: snapshot.desired?.deletionTimestamp !== undefined,
      });
      const changes = changesOf(steps);
      const issues = refusedReplacements(pinned, rows, types);
      if (followed.length === 0) return { changes, issues };
      return { changes, issues, inputs: Object.fromEntries(followed.map(ref => [ref, inputs[ref] ?? null])) };
    },
    statusOf,
  };
}
