/** The built-in definitions, one line each: the very documents an operator could POST. */
import type { JsonObject } from '../../json.ts';
import { awsResource } from './component/aws-resource.ts';
import { awsS3 } from './component/aws-s3.ts';
import { bucket } from './component/bucket.ts';
import { cronTask } from './component/cron-task.ts';
import { daemon } from './component/daemon.ts';
import { functionComponent } from './component/function.ts';
import { kubernetesOnly } from './component/kubernetes-only.ts';
import { parameter } from './component/parameter.ts';
import { queue } from './component/queue.ts';
import { secret } from './component/secret.ts';
import { statefulset } from './component/statefulset.ts';
import { table } from './component/table.ts';
import { task } from './component/task.ts';
import { topic } from './component/topic.ts';
import { webserver } from './component/webserver.ts';
import { webservice } from './component/webservice.ts';
import { worker } from './component/worker.ts';
import { autoDeploy } from './policy/auto-deploy.ts';
import { affinity } from './trait/affinity.ts';
import { alarm } from './trait/alarm.ts';
import { annotations } from './trait/annotations.ts';
import { command } from './trait/command.ts';
import { configmap } from './trait/configmap.ts';
import { containerImage } from './trait/container-image.ts';
import { containerPorts } from './trait/container-ports.ts';
import { cpuscaler } from './trait/cpuscaler.ts';
import { env } from './trait/env.ts';
import { exec } from './trait/exec.ts';
import { expose } from './trait/expose.ts';
import { functionUrl } from './trait/function-url.ts';
import { gateway } from './trait/gateway.ts';
import { hpa } from './trait/hpa.ts';
import { httpRoute } from './trait/http-route.ts';
import { httpsRoute } from './trait/https-route.ts';
import { ingress } from './trait/ingress.ts';
import { ingress120 } from './trait/ingress-1-20.ts';
import { initContainer } from './trait/init-container.ts';
import { jsonMergePatch } from './trait/json-merge-patch.ts';
import { jsonPatch } from './trait/json-patch.ts';
import { k8sUpdateStrategy } from './trait/k8s-update-strategy.ts';
import { kruiseRollout } from './trait/kruise-rollout.ts';
import { kubernetesOnlyTraits } from './trait/kubernetes-only.ts';
import { labels } from './trait/labels.ts';
import { lifecycle } from './trait/lifecycle.ts';
import { link } from './trait/link.ts';
import { logRetention } from './trait/log-retention.ts';
import { nodeAffinity } from './trait/node-affinity.ts';
import { permissions } from './trait/permissions.ts';
import { podsecuritycontext } from './trait/podsecuritycontext.ts';
import { prometheusScrape } from './trait/prometheus-scrape.ts';
import { pureIngress } from './trait/pure-ingress.ts';
import { pvc } from './trait/pvc.ts';
import { resource } from './trait/resource.ts';
import { rollout } from './trait/rollout.ts';
import { scaler } from './trait/scaler.ts';
import { schedule } from './trait/schedule.ts';
import { securitycontext } from './trait/securitycontext.ts';
import { serviceAccount } from './trait/service-account.ts';
import { serviceBinding } from './trait/service-binding.ts';
import { sidecar } from './trait/sidecar.ts';
import { startupProbe } from './trait/startup-probe.ts';
import { stdoutLogs } from './trait/stdout-logs.ts';
import { storage } from './trait/storage.ts';
import { topologyspreadconstraints } from './trait/topologyspreadconstraints.ts';
import { trigger } from './trait/trigger.ts';
import { volumes } from './trait/volumes.ts';
import { containerWorkload } from './workload/container.ts';
import { functionWorkload } from './workload/function.ts';

export const builtins: readonly JsonObject[] = [
  autoDeploy,
  functionWorkload,
  containerWorkload,
  awsResource,
  awsS3,
  bucket,
  cronTask,
  daemon,
  functionComponent,
  ...kubernetesOnly,
  parameter,
  queue,
  secret,
  statefulset,
  table,
  task,
  topic,
  webserver,
  webservice,
  worker,
  alarm,
  annotations,
  env,
  functionUrl,
  gateway,
  ingress,
  ingress120,
  httpRoute,
  httpsRoute,
  pureIngress,
  labels,
  link,
  logRetention,
  permissions,
  scaler,
  schedule,
  trigger,
  affinity,
  configmap,
  jsonMergePatch,
  jsonPatch,
  k8sUpdateStrategy,
  kruiseRollout,
  ...kubernetesOnlyTraits,
  nodeAffinity,
  podsecuritycontext,
  prometheusScrape,
  pvc,
  rollout,
  securitycontext,
  serviceAccount,
  serviceBinding,
  storage,
  topologyspreadconstraints,
  volumes,
  command,
  containerImage,
  containerPorts,
  cpuscaler,
  exec,
  expose,
  hpa,
  initContainer,
  lifecycle,
  resource,
  sidecar,
  startupProbe,
  stdoutLogs,
];
