/** Completion scripts for shells, made from the tree of commands itself. */
import type { Command, Option } from 'commander';
import type { Shell } from './shells.ts';

/** What stands for the next word of a command that is no option. */
type Word = 'application' | 'file' | readonly string[];

interface Node {
  /** `def apply`; empty for the program itself. */
  readonly path: string;
  readonly what: string;
  readonly words: Word;
  readonly options: readonly Option[];
}

/** `more`: the words of arguments that have a fixed choice, by the command's path. */
export function completionOf(
  shell: Shell,
  program: Command,
  more: Readonly<Record<string, readonly string[]>>,
): string {
  const nodes = nodesOf(program, '', more);
  if (shell === 'bash') return bash(nodes);
  return shell === 'zsh' ? zsh(nodes) : fish(nodes);
}

function nodesOf(command: Command, path: string, more: Readonly<Record<string, readonly string[]>>): Node[] {
  const children = command.createHelp().visibleCommands(command);
  const names = children.map(child => child.name());
  const [first] = command.registeredArguments;
  const words = names.length > 0 ? names : (more[path] ?? wordOf(first?.name()));
  const options = command.createHelp().visibleOptions(command);
  const own = { path, what: command.description(), words, options };
  return [
    own,
    ...children.flatMap(child => nodesOf(child, path === '' ? child.name() : `${path} ${child.name()}`, more)),
  ];
}

/** Of what a command takes first. */
function wordOf(argument: string | undefined): Word {
  if (argument === 'app') return 'application';
  return argument === 'file' ? 'file' : [];
}

function flagsOf(option: Option): string[] {
  return [option.short, option.long].filter(flag => flag !== undefined && flag !== null);
}

/** What an option takes: a fixed choice, the name of a namespace, or anything. */
type Value = 'namespace' | readonly string[];

function takes(option: Option): Value {
  return option.name() === 'namespace' ? 'namespace' : (option.argChoices ?? []);
}

/** The options that take a value, with what is known of it. */
function valued(nodes: readonly Node[]): { readonly flags: readonly string[]; readonly value: Value }[] {
  const all = nodes.flatMap(node => node.options).filter(option => option.required || option.optional);
  const byName = new Map(all.map(option => [option.name(), option]));
  return [...byName.values()].map(option => ({ flags: flagsOf(option), value: takes(option) }));
}

/** Names are asked of the API, silently, and not for long. */
const names = 'lateen completion names "$space" 2>/dev/null';
const namespaces = 'lateen completion namespaces 2>/dev/null';

function bash(nodes: readonly Node[]): string {
  const paths = nodes.filter(node => node.path !== '').map(node => `"${node.path}"`);
  const values = valued(nodes).map(({ flags, value }) => {
    const words = value === 'namespace' ? `$(${namespaces})` : value.join(' ');
    return words === ''
      ? `    ${flags.join('|')}) return ;;`
      : `    ${flags.join('|')}) COMPREPLY=($(compgen -W "${words}" -- "$current")); return ;;`;
  });
  const options = nodes.map(node => `    "${node.path}") words="${node.options.flatMap(flagsOf).join(' ')}" ;;`);
  const words = nodes.map(node => `    "${node.path}") ${bashWords(node.words)} ;;`);
  return `# bash completion for lateen: eval "$(lateen completion bash)"
_lateen() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" at="" words="" space="" i next
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -n | --namespace) space="\${COMP_WORDS[i + 1]}" ;;
      -n?*) space="\${COMP_WORDS[i]#-n}" ;;
      --namespace=*) space="\${COMP_WORDS[i]#*=}" ;;
    esac
    # Readline takes "--namespace=prod" for three words.
    [[ "$space" == "=" ]] && space="\${COMP_WORDS[i + 2]}"
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in
      ${paths.join(' | ')}) at="$next" ;;
    esac
  done
  [[ "$current" == "=" ]] && current=""
  [[ "$previous" == "=" ]] && previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  COMPREPLY=()
  case "$previous" in
${values.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    case "$at" in
${options.join('\n')}
    esac
  else
    case "$at" in
${words.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _lateen lateen
`;
}

function bashWords(words: Word): string {
  if (words === 'application') return `words="$(${names})"`;
  if (words === 'file') return 'compopt -o default; COMPREPLY=(); return';
  return `words="${words.join(' ')}"`;
}

function zsh(nodes: readonly Node[]): string {
  const paths = nodes.filter(node => node.path !== '').map(node => `"${node.path}"`);
  const values = valued(nodes).map(({ flags, value }) => {
    const words = value === 'namespace' ? `\${(f)"$(${namespaces})"}` : value.join(' ');
    return `    ${flags.join('|')}) ${words === '' ? '_default' : `compadd -- ${words}`}; return ;;`;
  });
  const options = nodes.map(node => `    "${node.path}") compadd -- ${node.options.flatMap(flagsOf).join(' ')} ;;`);
  const described = nodes.map(node => `    "${node.path}") ${zshWords(node, nodes)} ;;`);
  return `#compdef lateen
# zsh completion for lateen: source <(lateen completion zsh)
_lateen() {
  local current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}" at="" space="" i next
  for ((i = 2; i < CURRENT; i++)); do
    case "\${words[i]}" in
      -n | --namespace) space="\${words[i+1]}" ;;
      -n?*) space="\${words[i]#-n}" ;;
      --namespace=*) space="\${words[i]#*=}" ;;
    esac
    next="\${at:+$at }\${words[i]}"
    case "$next" in
      ${paths.join(' | ')}) at="$next" ;;
    esac
  done
  case "$previous" in
${values.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    case "$at" in
${options.join('\n')}
    esac
    return
  fi
  case "$at" in
${described.join('\n')}
  esac
}
(( $+functions[compdef] )) && compdef _lateen lateen
`;
}

function zshWords({ path, words }: Node, nodes: readonly Node[]): string {
  if (words === 'application') return `compadd -- \${(f)"$(${names})"}`;
  if (words === 'file') return '_files';
  if (words.length === 0) return ':';
  const told = words.map(word => {
    const what = nodes.find(node => node.path === (path === '' ? word : `${path} ${word}`))?.what ?? '';
    return what === '' ? `'${word}'` : `'${word}:${what.replaceAll("'", '’')}'`;
  });
  return `local -a told=(${told.join(' ')}); _describe 'word' told`;
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, words, options, what: _ }) => {
    const when = `-n '__lateen_at "${path}"'`;
    const own = options.map(option => {
      const short = option.short ? ` -s ${option.short.slice(1)}` : '';
      const long = option.long ? ` -l ${option.long.slice(2)}` : '';
      const value = option.required || option.optional ? ' -r' : '';
      const known = takes(option);
      const words = known === 'namespace' ? `(${namespaces})` : known.join(' ');
      const offer = words === '' ? '' : ` -f -a '${words}'`;
      return `complete -c lateen ${when}${short}${long}${value}${offer} -d '${quoted(option.description)}'`;
    });
    return [...fishWords(words, path, nodes).map(text => `complete -c lateen ${when} ${text}`), ...own];
  });
  return `# fish completion for lateen: lateen completion fish | source
function __lateen_at
  set -l at
  for word in (commandline -opc)[2..]
    set -l next (string trim "$at $word")
    contains -- "$next" ${nodes
      .filter(node => node.path !== '')
      .map(node => `"${node.path}"`)
      .join(' ')}; and set at "$next"
  end
  test "$at" = "$argv[1]"
end
function __lateen_names
  set -l words (commandline -opc)
  set -l space
  for i in (seq (count $words))
    switch $words[$i]
      case -n --namespace
        set space $words[(math $i + 1)]
      case '-n*'
        set space (string replace -r -- '^-n' '' $words[$i])
      case '--namespace=*'
        set space (string replace -r -- '^[^=]*=' '' $words[$i])
    end
  end
  ${names}
end
${lines.join('\n')}
`;
}

function fishWords(words: Word, path: string, nodes: readonly Node[]): string[] {
  if (words === 'application') return ["-f -a '(__lateen_names)'"];
  if (words === 'file') return ['-F'];
  if (words.length === 0) return ['-f'];
  return words.map(word => {
    const what = nodes.find(node => node.path === (path === '' ? word : `${path} ${word}`))?.what ?? '';
    return `-f -a ${word} -d '${quoted(what)}'`;
  });
}

function quoted(text: string): string {
  return text.replaceAll("'", "\\'");
}
