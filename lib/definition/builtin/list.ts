/** The built-in definitions, one line each: the very documents an operator could POST. */
import type { JsonObject } from '../../json.ts';
import { cronTask } from './component/cron-task.ts';
import { daemon } from './component/daemon.ts';
import { functionComponent } from './component/function.ts';
import { kubernetesOnly } from './component/kubernetes-only.ts';
import { statefulset } from './component/statefulset.ts';
import { task } from './component/task.ts';
import { webserver } from './component/webserver.ts';
import { webservice } from './component/webservice.ts';
import { worker } from './component/worker.ts';
import { alarm } from './trait/alarm.ts';
import { annotations } from './trait/annotations.ts';
import { env } from './trait/env.ts';
import { gateway } from './trait/gateway.ts';
import { labels } from './trait/labels.ts';
import { scaler } from './trait/scaler.ts';
import { containerWorkload } from './workload/container.ts';
import { functionWorkload } from './workload/function.ts';

export const builtins: readonly JsonObject[] = [
  functionWorkload,
  containerWorkload,
  cronTask,
  daemon,
  functionComponent,
  ...kubernetesOnly,
  statefulset,
  task,
  webserver,
  webservice,
  worker,
  alarm,
  annotations,
  env,
  gateway,
  labels,
  scaler,
];
