/** The reconciler's policy as it is deployed, with single permissions taken out of it for a while. */
import {
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

export interface Policy {
  /** Every permission of the deployed policy: its action, with the end of the resource where several statements allow that action. */
  readonly permissions: readonly string[];
  /** ARNs of the managed policies that were attached, by name. */
  readonly attached: ReadonlyMap<string, string>;
  /** Allows everything but these and what others took out; `by` is whoever takes. */
  without(by: string, permissions: readonly string[]): Promise<void>;
}

/** What the emulator asks for in place of actions that AWS has: the policy of infra/emulator.yml. It has no Action of the drivers' own. */
export const askedInstead = 'lambda:ListAliases';

export async function policyOf(endpoint: string, installation: string): Promise<Policy> {
  const client = new IAMClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const RoleName = `${installation}-reconciler`;
  const drivers: Statement[] = [];
  // The emulator's coarser permissions are another policy: what is taken out of the drivers' is taken out of it too.
  const { AttachedPolicies = [] } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const attached = new Map(AttachedPolicies.map(one => [one.PolicyName ?? '', one.PolicyArn ?? '']));
  const coarse: Statement[] = [];
  for (const [name, PolicyArn] of attached) {
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const version = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }));
    const statements = statementsIn(version.PolicyVersion?.Document);
    (name.startsWith(`${installation}-drivers-`) ? drivers : coarse).push(...statements);
    await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  const counts = new Map<string, number>();
  for (const action of drivers.flatMap(({ Action }) => Action)) counts.set(action, (counts.get(action) ?? 0) + 1);
  const nameOf = (action: string, statement: Statement): string =>
    counts.get(action) === 1 ? action : `${action} ${[statement.Resource].flat()[0]?.split(':').at(-1)}`;

  const taken = new Map<string, readonly string[]>();
  let last: Promise<unknown> = Promise.resolve();
  const put = async (): Promise<void> => {
    const out = new Set([...taken.values()].flat());
    // The emulator's have no resources to tell them by: what is out for good (`all`) leaves them to what the action is asked for elsewhere.
    const isOut = (action: string): boolean =>
      [...taken].some(([by, names]) => names.some(name => (by === 'all' ? name : name.split(' ')[0]) === action));
    const kept = [
      ...drivers.map(one => ({ ...one, Action: one.Action.filter(action => !out.has(nameOf(action, one))) })),
      ...coarse.map(one => ({ ...one, Action: one.Action.filter(action => !isOut(action)) })),
    ].filter(({ Action }) => Action.length > 0);
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: kept });
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'drivers', PolicyDocument }));
  };
  await put();
  return {
    permissions: [...new Set(drivers.flatMap(one => one.Action.map(action => nameOf(action, one))))].sort(),
    attached,
    without(by, permissions) {
      taken.set(by, permissions);
      const next = last.then(put);
      last = next.catch(() => {});
      return next;
    },
  };
}

function statementsIn(document: string | undefined): Statement[] {
  const { Statement } = JSON.parse(decodeURIComponent(document ?? '{}'));
  return Statement.map((one: { Action: string | string[] }) => ({ ...one, Action: [one.Action].flat() }));
}
