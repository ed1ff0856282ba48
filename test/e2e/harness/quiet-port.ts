/** Ports that are taken now and bound later, as settings of a program want them. */
import { mustBeFree } from '../../../lib/local/ports.ts';

const first = 20_000;
const last = 29_999;

/** A free port below those that systems give out by themselves (Linux: from 32768 on), to listeners on port 0 and to connections: nobody else
 * comes to it in between. */
export async function quietPort(random: () => number = Math.random): Promise<number> {
  const port = first + Math.floor(random() * (last - first + 1));
  const free = await mustBeFree(port, 'a test', '').then(
    () => true,
    () => false,
  );
  return free ? port : quietPort(random);
}
