/** The words of a command line in the order that its commands read them: options that all of them take may come first, as with kubectl. */
import type { Command } from 'commander';

/** Options that nearly every command takes, each with a value. */
const common = /^(?:-n|--namespace|-o|--output)$/;
const withValue = /^(?:-n.+|-o.+|--(?:namespace|output)=.*)$/;

/** `-n shop def ls` as `def ls -n shop`; anything else as it is. */
export function inOrder(args: readonly string[], program: Command): readonly string[] {
  let first = 0;
  while (first < args.length) {
    const word = args[first] ?? '';
    if (common.test(word)) first += 2;
    else if (withValue.test(word)) first += 1;
    else break;
  }
  if (first === 0 || first >= args.length) return args;
  let end = first;
  for (let here: Command | undefined = program; here !== undefined && here.commands.length > 0; end += 1)
    here = here.commands.find(command => command.name() === args[end]);
  return [...args.slice(first, end), ...args.slice(0, first), ...args.slice(end)];
}
