/** `npm run bench`: measures, prints a table, writes results.json. `--quick` leaves out what needs the emulator. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureBundle } from './measure-bundle.ts';
import { measureStart } from './measure-command.ts';
import { measureContainers } from './measure-containers.ts';
import { measurePlan } from './measure-plan.ts';
import { measureWire } from './measure-wire.ts';
import { rounded, tableOf } from './table.ts';

const quick = process.argv.includes('--quick');
console.error('Planning ...');
const plans = await measurePlan();
console.error('Bundling and starting ...');
const bundles = await measureBundle();
console.error('Starting the command ...');
const starts = await measureStart();
if (!quick) console.error('Deploying into the emulator and counting calls ...');
const wire = quick ? {} : { ...(await measureWire()), ...(await measureContainers()) };
const figures = rounded({ ...plans, ...bundles, ...starts, ...wire });
console.log(tableOf(figures));
const file = join(import.meta.dirname, 'results.json');
// A quick run measures less and leaves what a whole one wrote.
if (!quick) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
