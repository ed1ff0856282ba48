/** The trait `command`: what containers run. */
import type { JsonObject } from '../../../json.ts';
import { entryLets, entryName, entryParameters, entryValidations } from '../parts/entries.ts';
import { args, entryPoint, words } from '../parts/program.ts';
import { traitOf } from '../parts/trait.ts';

const before = `workload.containers.filter(c, c.name == (${entryName.slice(2, -1)})).map(c, c.?args.orValue([]))`;

export const command: JsonObject = traitOf('command', 'Change what containers run', {
  cel: {
    parameters: entryParameters({
      command: entryPoint,
      args,
      addArgs: words('Arguments to append'),
      delArgs: words('Arguments to remove, by their text'),
    }),
    let: entryLets(),
    patch: {
      container: {
        containers: [
          {
            $for: 'e in entries',
            name: entryName,
            command: '${e.?command}',
            args: `\${has(e.args) || has(e.addArgs) || has(e.delArgs) ? optional.of((has(e.args) ? e.args : flatten(${before})).filter(a, !(a in e.?delArgs.orValue([]))) + e.?addArgs.orValue([])) : optional.none()}`,
          },
        ],
      },
    },
    validations: [
      ...entryValidations(['command', 'args', 'addArgs', 'delArgs']),
      {
        if: 'entries.exists(e, !has(e.command) && !has(e.args) && !has(e.addArgs) && !has(e.delArgs))',
        code: 'MissingParameter',
        message: 'The trait command says nothing',
        hint: 'command, args, addArgs or delArgs',
      },
    ],
  },
});
