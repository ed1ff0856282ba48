/** Step report: the status of an Application as people and KubeVela's clients read it, made from what is stored. Pure. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import type { Ask, Present, Row } from '../ports.ts';
import { missedTold } from './looks.ts';
import { displayName } from './naming.ts';
import { type KeptStatus, keptStatus } from './status.ts';

/** The `status` of an Application. Right after a write it is `starting`: nothing is known yet of the new generation. */
export function statusOf(snapshot: Present): JsonObject {
  const { desired, rows } = snapshot;
  const kept = keptStatus(snapshot.status);
  const observed = desired !== undefined && kept.observedGeneration === desired.generation;
  const phase = observed ? kept.phase : desired?.deletionTimestamp === undefined ? 'starting' : 'deleting';
  const { revision } = kept;
  const asks = snapshot.wake?.asks?.filter(ask => ask !== 'sweep') ?? [];
  const owes: Ask[] = observed && kept.looks.owed !== undefined ? ['redeploy'] : [];
  const asked = [...new Set([...asks, ...owes])];
  const cause = kept.cause ?? missedTold(kept.looks);
  const name = textOf(objectOf(desired?.document.metadata).name);
  return {
    status: phase,
    ...(snapshot.status === undefined ? {} : { observedGeneration: kept.observedGeneration }),
    conditions: kept.conditions.map(condition => ({ ...condition })),
    services: services(desired?.document ?? {}, rows, kept),
    ...(revision === undefined
      ? {}
      : {
          latestRevision: {
            name: `${name}-v${revision.number}`,
            revision: revision.number,
            revisionHash: revision.hash.slice(0, 16),
          },
        }),
    appliedResources: rows.map(row => resource(row, desired?.document ?? {})),
    endpoints: rows.flatMap(row => (row.urls ?? []).map(url => ({ component: row.component, url }))),
    ...(observed && kept.deadline !== undefined ? { deadline: iso(kept.deadline) } : {}),
    ...(observed && cause !== undefined ? { cause } : {}),
    ...(observed && kept.next !== undefined ? { next: kept.next } : {}),
    ...(asked.length === 0 ? {} : { asked }),
  };
}

function services(document: JsonObject, rows: readonly Row[], kept: KeptStatus): Json[] {
  const namespace = namespaceOf(document);
  const byComponent = new Map<string, Row[]>();
  for (const row of rows) byComponent.set(row.component, [...(byComponent.get(row.component) ?? []), row]);
  return listOf(objectOf(document.spec).components).map(value => {
    const component = objectOf(value);
    const name = textOf(component.name);
    const own = byComponent.get(name) ?? [];
    const open = own.filter(row => !isHealthy(row));
    const waits = Object.hasOwn(kept.waiting, name);
    const reached = kept.rollout.done || kept.behind?.includes(name) === false;
    const healthy = !waits && open.length === 0 && own.length > 0 && reached;
    return {
      name,
      namespace,
      cluster: 'local',
      workloadDefinition: { apiVersion: 'aws.oam.dev/v1', kind: textOf(component.type) },
      healthy,
      message: healthy ? 'Ready' : (kept.waiting[name] ?? sentence(open[0])),
      traits: listOf(component.traits).map(trait => {
        const type = textOf(objectOf(trait).type);
        const mine = own.filter(row => row.trait === type && !isHealthy(row));
        return { type, healthy: mine.length === 0 && reached, message: sentence(mine[0]) };
      }),
    };
  });
}

/** What is not emulated is no fault of the component's: the condition Emulated names it. */
function isHealthy(row: Row): boolean {
  return (
    notEmulated(row) ||
    row.phase === 'done' ||
    (row.phase === 'live' && row.health === 'ready' && !isAmiss(row) && row.intended === undefined)
  );
}

function sentence(row: Row | undefined): string {
  if (row === undefined) return '';
  return `${row.type}: ${row.failure?.message ?? (row.message || phaseOf(row))}`;
}

function resource(row: Row, document: JsonObject): JsonObject {
  return {
    apiVersion: 'aws.oam.dev/v1',
    kind: row.type,
    name: displayName(row),
    namespace: namespaceOf(document),
    cluster: 'local',
    component: row.component,
    trait: row.trait,
    phase: phaseOf(row),
    reason: row.failure?.code ?? '',
    message: row.failure?.message ?? row.message,
    since: iso(row.since),
  };
}

type ResourcePhase = 'Creating' | 'Ready' | 'Updating' | 'Failed' | 'Deleting' | 'Retained' | 'NotEmulated' | 'Done';

function phaseOf(row: Row): ResourcePhase {
  if (notEmulated(row)) return 'NotEmulated';
  if (row.phase === 'retained') return 'Retained';
  if (row.phase === 'done') return 'Done';
  if (isAmiss(row) || row.health === 'failed') return 'Failed';
  if (row.phase === 'retiring') return 'Deleting';
  if (row.phase === 'intended') return 'Creating';
  if (row.intended !== undefined) return 'Updating';
  return row.health === 'ready' ? 'Ready' : 'Creating';
}

/** A look that failed and may pass by itself says nothing of what it was to look at. */
function isAmiss({ failure, health, intended, phase }: Row): boolean {
  return failure !== undefined && !(failure.retry && phase === 'live' && health === 'ready' && intended === undefined);
}

/** A row that was planned and never about to be made. */
function notEmulated(row: Row): boolean {
  return row.phase === 'intended' && row.intended === undefined;
}

function namespaceOf(document: JsonObject): string {
  return textOf(objectOf(document.metadata).namespace);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
