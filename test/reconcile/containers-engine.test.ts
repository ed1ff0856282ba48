/** Containers through the whole engine on an AWS in memory: they come alive, stay as they are, and go without a trace. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { applicationOf } from '../examples/installation.ts';
import { containerFacts, localFacts } from './container-world.ts';
import { createWorld } from './world.ts';

const text = `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: shop }
spec:
  components:
    - name: front
      type: webservice
      properties:
        image: nginx:1.29
        ports: [{ port: 80, containerPort: 8080, expose: true }]
        cpu: 250m
        memory: 300Mi
        env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]
        livenessProbe: { httpGet: { path: /, port: 8080 } }
    - name: back
      type: worker
      properties: { image: "busybox:1", volumeMounts: { emptyDir: [{ name: tmp, mountPath: /tmp }] } }
    - name: once
      type: task
      properties: { image: "busybox:1", count: 2 }
    - name: nightly
      type: cron-task
      properties: { image: "busybox:1", schedule: "0 3 * * 1-5" }
`;

describe.each<[string, JsonObject]>([
  ['cloud-map', {}],
  ['load-balancer', { ingress: 'load-balancer' }],
  ['local', localFacts],
])('with ingress %s', (_, facts) => {
  it('comes to running and back to nothing', async () => {
    const world = await createWorld({ environment: { ...containerFacts, ...facts } });
    const { aws } = world;
    const config = { Id: 'ns-1', Name: 'lateen.local', Type: 'DNS_PRIVATE' };
    const namespace = { config, tags: {}, operation: '' };
    aws.restore({ ...aws.snapshot(), namespaces: { 'ns-1': namespace } });
    const before = aws.listing();
    const app = { namespace: 'default', name: 'shop' };
    await world.apply(applicationOf(text));
    await world.run();
    expect(await world.status(app)).toMatchObject({ status: 'running' });
    const made = aws.listing();
    expect(made).not.toEqual(before);
    const calls = world.steps();
    world.touch(app);
    await world.run();
    expect(aws.listing()).toEqual(made);
    // It looks at the application and finds nothing to do.
    expect(world.steps() - calls).toBeLessThan(8);
    await world.remove(app);
    await world.run();
    expect(aws.listing()).toEqual(before);
  });
});
