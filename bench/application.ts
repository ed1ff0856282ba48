/** Applications to measure with: as many functions or services behind one API as asked for, as YAML. */
import { digest } from '../lib/json.ts';

/** `memory` is that of the first component: another one is one change. */
export function applicationText(components: number, memory = 128): string {
  const head = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata:
  name: bench
spec:
  components:
`;
  const one = (i: number): string => `    - name: part-${i}
      type: function
      properties:
        code:
          blob: ${digest(i)}
        memory: ${i === 0 ? memory : 128}
      traits:
        - type: gateway
          properties:
            http:
              /part-${i}: 80
`;
  return head + Array.from({ length: components }, (_, i) => one(i)).join('');
}

/** As many services behind one API, each scaled by its CPU. `image` is that of the first component: another one is one change. */
export function containersText(components: number, image = 'nginx:1.29'): string {
  const head = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata:
  name: bench-containers
spec:
  components:
`;
  const one = (i: number): string => `    - name: part-${i}
      type: webservice
      properties:
        image: ${i === 0 ? image : 'nginx:1.29'}
        cpu: 250m
        memory: 512Mi
        ports:
          - port: 80
      traits:
        - type: gateway
          properties:
            http:
              /part-${i}: 80
        - type: cpuscaler
          properties:
            min: 1
            max: 3
            cpuUtil: 60
`;
  return head + Array.from({ length: components }, (_, i) => one(i)).join('');
}
