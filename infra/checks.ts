/** What osls checks before it packages: deploy parameters that contradict each other, or say what Lateen does not know. */

interface Service {
  readonly functions: Readonly<
    Record<string, { readonly timeout?: unknown; readonly environment?: Readonly<Record<string, unknown>> }>
  >;
  readonly custom?: { readonly checked?: Readonly<Record<string, unknown>> };
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

/** One sentence on the first parameter that cannot stand. */
export function problemOf({ functions, custom }: Service): string | undefined {
  const { reconciler } = functions;
  return timeProblem(Number(reconciler?.timeout), reconciler?.environment ?? {}) ?? valueProblem(custom?.checked ?? {});
}

function timeProblem(timeout: number, variables: Readonly<Record<string, unknown>>): string | undefined {
  const lease = Number(variables.LEASE_SECONDS);
  const wave = Number(variables.WAVE_SECONDS);
  const reobserve = Number(variables.REOBSERVE_SECONDS);
  // Lambda must end a holder before its lease ends: two holders would change one application at the same time.
  if (!(lease > timeout))
    return `leaseSeconds (${lease}) must be greater than reconcilerTimeout (${timeout}): set --param leaseSeconds=... or --param reconcilerTimeout=...`;
  // A wave that Lambda ends leaves its lease behind, and everything is observed again.
  if (!(wave < timeout))
    return `waveSeconds (${wave}) must be less than reconcilerTimeout (${timeout}): set --param waveSeconds=... or --param reconcilerTimeout=...`;
  if (!(reobserve < lease))
    return `reobserveSeconds (${reobserve}) must be less than leaseSeconds (${lease}): set --param reobserveSeconds=... or --param leaseSeconds=...`;
  return undefined;
}

function valueProblem(checked: Readonly<Record<string, unknown>>): string | undefined {
  const text = (name: string): string => String(checked[name] ?? '');
  for (const [name, known] of Object.entries(choices)) {
    if (checked[name] !== undefined && !known.includes(text(name)))
      return `${name} is "${text(name)}" and must be ${known.join(' or ')}: set --param ${name}=${known[0]}`;
  }
  if ((text('vpcId') === '') !== (text('subnetIds') === ''))
    return 'vpcId and subnetIds go together: set both for a network of your own, or neither for one that is made here';
  const prefix = text('secretPrefix');
  // Without a separator, lateen-dev would also stand for the secrets of lateen-dev2.
  if (checked.secretPrefix !== undefined && !/^[\w.-]+(\/[\w.-]+)*\/$/.test(prefix))
    return `secretPrefix is "${prefix}" and must be a path of letters, digits and .-_ that ends with a slash, such as lateen-dev/`;
  return (
    allowanceProblem(text) ??
    (checked.certificates === undefined ? undefined : certificatesProblem(text('certificates')))
  );
}

/** What the operator lets applications do beyond what Lateen knows. */
function allowanceProblem(text: (name: string) => string): string | undefined {
  const listed = (name: string): string[] => (text(name) === '' ? [] : text(name).split(','));
  // Who may make these may make anything of anyone.
  const type = listed('allowedTypes').find(
    one => !/^[A-Za-z0-9]{2,64}(::[A-Za-z0-9]{2,64}){2}$/.test(one) || /^AWS::(IAM|STS|Organizations|SSO)::/.test(one),
  );
  if (type !== undefined)
    return `allowedTypes names "${type}", which must be a CloudFormation type such as AWS::Athena::WorkGroup, and none of IAM, STS, Organizations and SSO`;
  if ((text('allowedTypes') === '') !== (text('allowedTypesPolicy') === ''))
    return 'allowedTypes and allowedTypesPolicy go together: Cloud Control makes these types with the rights that the policy gives the reconciler';
  const prefix = listed('grantPrefixes').find(one => !/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:[^*?:]+/.test(one));
  if (prefix !== undefined)
    return `grantPrefixes names "${prefix}", which must be how ARNs begin, past the account: arn:aws:sqs:eu-west-1:123456789012:orders-`;
  return undefined;
}

const choices: Readonly<Record<string, readonly string[]>> = {
  ingress: ['cloud-map', 'load-balancer'],
  assignPublicIp: ['ENABLED', 'DISABLED'],
};

function certificatesProblem(text: string): string | undefined {
  const problem = `certificates must be JSON that names an ACM certificate for each domain, such as {"shop.example.com": "arn:aws:acm:eu-west-1:123456789012:certificate/..."}`;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return problem;
    return Object.values(value).every(arn => /^arn:[^:]+:acm:[^:]+:\d{12}:certificate\/.+$/.test(String(arn)))
      ? undefined
      : problem;
  } catch {
    return problem;
  }
}
