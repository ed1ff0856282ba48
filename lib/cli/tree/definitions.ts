/** Commands for operators' definitions. */
import { type Command, Option } from 'commander';
import { bare, type Common, command, contextOf, type Done } from './command.ts';

export function addDefinitions(program: Command, done: Done): void {
  const def = bare(program, 'def', "operators' definitions");
  const kind = (): Option =>
    new Option('--kind <kind>', 'where a name stands for several').choices([
      'component',
      'trait',
      'workload',
      'policy',
    ]);
  type Kinded = Common & { kind?: 'component' | 'trait' | 'workload' | 'policy' };

  command(def, 'apply <file...>', 'post definitions (- is stdin)').action(async (files: string[], options: Common) => {
    const { applyDefinitions } = await import('../commands/def.ts');
    done(await applyDefinitions(contextOf(options), files, options.namespace));
  });
  command(def, 'ls', 'list the definitions a namespace can use').action(async (options: Common) => {
    const { listDefinitions } = await import('../commands/def.ts');
    done(await listDefinitions(contextOf(options)));
  });
  command(def, 'show <name>', 'print a definition as the document to post')
    .addOption(kind())
    .action(async (name: string, options: Kinded) => {
      const { showDefinition } = await import('../commands/def.ts');
      done(await showDefinition(contextOf(options), name, options.kind));
    });
  command(def, 'delete <name>', 'delete a definition that no application uses')
    .addOption(kind())
    .action(async (name: string, options: Kinded) => {
      const { deleteDefinition } = await import('../commands/def.ts');
      done(await deleteDefinition(contextOf(options), name, options.kind));
    });
  bare(program, 'schema', 'print the JSON Schema of an app.yaml, for editors: lateen schema > app.schema.json')
    .option('-n, --namespace <namespace>', 'with the definitions of this namespace', 'default')
    .action(async (options: { namespace: string }) => {
      const { schema } = await import('../commands/schema.ts');
      done(await schema(contextOf({ ...options, output: 'json' })));
    });
}
