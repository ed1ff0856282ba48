/** Applications to measure with: as many functions behind one API as asked for, as YAML. */
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
