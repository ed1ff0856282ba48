/** What osls checks before it packages: deploy parameters that contradict each other. */

interface Service {
  readonly functions: Readonly<
    Record<string, { readonly timeout?: unknown; readonly environment?: Readonly<Record<string, unknown>> }>
  >;
}

/** An osls plugin: one hook, which refuses the deployment. */
export default function checks(serverless: { readonly service: Service }): {
  readonly hooks: Readonly<Record<string, () => void>>;
} {
  return {
    hooks: {
      'before:package:cleanup': () => {
        const problem = problemOf(serverless.service);
        if (problem !== undefined) throw new Error(problem);
      },
    },
  };
}

/** Lambda must end a holder before its lease ends: two holders would change one application at the same time. */
export function problemOf({ functions }: Service): string | undefined {
  const lease = Number(functions.reconciler?.environment?.LEASE_SECONDS);
  const timeout = Number(functions.reconciler?.timeout);
  if (lease > timeout) return undefined;
  return `leaseSeconds (${lease}) must be greater than reconcilerTimeout (${timeout}): set --param leaseSeconds=... or --param reconcilerTimeout=...`;
}
