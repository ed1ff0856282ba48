/** The built-in definitions, one line each: the very documents an operator could POST. */
import type { JsonObject } from '../../json.ts';
import { functionComponent } from './component/function.ts';
import { alarm } from './trait/alarm.ts';
import { annotations } from './trait/annotations.ts';
import { env } from './trait/env.ts';
import { gateway } from './trait/gateway.ts';
import { labels } from './trait/labels.ts';
import { scaler } from './trait/scaler.ts';
import { functionWorkload } from './workload/function.ts';

export const builtins: readonly JsonObject[] = [
  functionWorkload,
  functionComponent,
  alarm,
  annotations,
  env,
  gateway,
  labels,
  scaler,
];
