/** Does uploaded code have the handler it is asked for? Only what can be known for certain is said. */

type Language = 'node' | 'python';

/** Undefined for runtimes whose handlers are not files of a zip that could be read (provided, java, dotnet). */
function languageOf(runtime: string): Language | undefined {
  if (runtime.startsWith('nodejs')) return 'node';
  return runtime.startsWith('python') ? 'python' : undefined;
}

/** The file that inline code becomes; undefined where a runtime cannot run one file of text. */
export function inlineFile(runtime: string): string | undefined {
  if (runtime === '') return 'index.mjs';
  const language = languageOf(runtime);
  if (language === undefined) return undefined;
  return language === 'python' ? 'index.py' : 'index.mjs';
}

/** A sentence that says what is missing, or undefined. `files` are the paths in the zip, `text` is inline code. */
export function missingHandler(
  runtime: string,
  handler: string,
  code: { readonly files: readonly string[]; readonly text?: string },
): { readonly message: string; readonly hint: string } | undefined {
  const language = languageOf(runtime);
  if (language === undefined) return undefined;
  const { module, name } = split(handler, language);
  if (module === '' || name === '') {
    const hint = 'Say the file without its ending, a dot and the export, as in index.handler';
    return { message: `The handler ${handler} names no file and export`, hint };
  }
  const candidates = candidatesOf(module, language);
  const file = candidates.find(candidate => code.files.includes(candidate));
  if (file === undefined && code.text !== undefined) {
    const hint = `Inline code is ${code.files.join(', ')}: say index.${name}`;
    return { message: `The handler ${handler} is in a file that inline code does not have`, hint };
  }
  if (file === undefined) {
    const found = code.files.slice(0, 5).join(', ') + (code.files.length > 5 ? ', ...' : '');
    return { message: `The handler ${handler} needs ${candidates.join(' or ')} in the zip`, hint: `It has ${found}` };
  }
  if (code.text === undefined) return undefined;
  return language === 'node' ? missingExport(code.text, name) : missingFunction(code.text, name);
}

/** Node's runtime splits at the first dot of the file's name, Python's at the last dot of all. */
function split(handler: string, language: Language): { readonly module: string; readonly name: string } {
  const from = language === 'node' ? handler.lastIndexOf('/') + 1 : 0;
  const dot = language === 'node' ? handler.indexOf('.', from) : handler.lastIndexOf('.');
  if (dot === -1) return { module: '', name: '' };
  const name = handler.slice(dot + 1);
  return { module: handler.slice(0, dot), name: language === 'node' ? (name.split('.')[0] ?? '') : name };
}

function candidatesOf(module: string, language: Language): string[] {
  if (language === 'python') return [`${module.replaceAll('.', '/')}.py`, `${module.replaceAll('.', '/')}/__init__.py`];
  return [`${module}.mjs`, `${module}.js`, `${module}.cjs`];
}

/** Errs on the side of silence: an export in a comment counts, and so does whatever cannot be told by reading. */
function missingExport(text: string, name: string): { message: string; hint: string } | undefined {
  const word = escaped(name);
  const declared = new RegExp(
    `\\bexport\\s+(?:async\\s+)?(?:const|let|var|class|function)\\b\\s*\\*?\\s*${word}(?![\\w$])`,
  );
  if (declared.test(text)) return undefined;
  if (name === 'default' && /\bexport\s+default\b/.test(text)) return undefined;
  // `export * from`, `export const { a } = ...` and later names of one `export const` could be anything.
  if (/\bexport\s*\*/.test(text) || /\bexport\s+(?:const|let|var)\s*[[{]/.test(text)) return undefined;
  if (/\bexport\s+(?:const|let|var)\b/.test(text) && new RegExp(`(?<![\\w$])${word}\\s*=`).test(text)) return undefined;
  for (const [, list = ''] of text.matchAll(/\bexport\s*\{([^}]*)\}/g)) {
    const names = list.split(',').map(item =>
      item
        .trim()
        .split(/\s+as\s+/)
        .at(-1)
        ?.replace(/^["']|["']$/g, ''),
    );
    if (names.includes(name)) return undefined;
  }
  const common = /\b(?:module\.)?exports\b/.test(text);
  const hint = common
    ? `Inline code is an ES module: write \`export const ${name} = ...\` in place of exports.${name}`
    : `Add \`export const ${name} = async event => ...\`, or name the export there is`;
  return { message: `The code has no export ${name}`, hint };
}

function missingFunction(text: string, name: string): { message: string; hint: string } | undefined {
  if (new RegExp(`\\b${escaped(name)}\\b`).test(text) || /\bimport\s+\*/.test(text)) return undefined;
  return {
    message: `The code has no function ${name}`,
    hint: `Add \`def ${name}(event, context):\`, or name the one there is`,
  };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
