/** Token buckets per target and service, at AWS's quotas: one application of a thousand components does not starve the others. */

interface Bucket {
  tokens: number;
  at: number;
}

interface Rate {
  /** Calls a second, and how many at once. */
  readonly rate: number;
  readonly burst: number;
}

/** AWS's control-plane quotas per account and region (2026-11); by IAM's service prefix; one not named here has the default. */
const rates: Readonly<Record<string, Rate>> = {
  lambda: { rate: 15, burst: 30 },
  apigateway: { rate: 10, burst: 40 },
  cloudwatch: { rate: 3, burst: 9 },
  // PutParameter, where higher throughput was not switched on.
  ssm: { rate: 3, burst: 10 },
};
const otherwise: Rate = { rate: 20, burst: 40 };

export interface Pace {
  /** 0 where the call may go now (a token is taken), else how many ms to wait before asking again. */
  take(target: string, service: string, now: number): number;
}

/** One process's share of the quotas; instances do not see each other, AWS's own throttling (Throttled, retried) joins them. */
export function createPace(): Pace {
  const buckets = new Map<string, Bucket>();
  return {
    take(target, service, now) {
      const { rate, burst } = rates[service] ?? otherwise;
      const key = `${target}/${service}`;
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * rate);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / rate) * 1000);
    },
  };
}
