/** The real yaml-language-server as an editor drives it: LSP over its standard input and output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type JsonObject, listOf, objectOf, textOf, trusted } from '../../../lib/json.ts';

const program: string = fileURLToPath(
  new URL('../../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);

export interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Item {
  readonly label: string;
  readonly documentation?: string;
}

export interface Editor {
  /** Opens a text under a name of its own and answers with what is underlined. */
  check(text: string): Promise<readonly Diagnostic[]>;
  /** What is offered where the text says `|`. */
  complete(text: string): Promise<readonly Item[]>;
  /** What is told of the word where the text says `|`. */
  hover(text: string): Promise<string>;
  close(): Promise<void>;
}

export async function openEditor(): Promise<Editor> {
  const server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = connect(server);
  await line.ask('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      textDocument: { completion: { completionItem: { documentationFormat: ['plaintext'] } }, hover: {} },
    },
  });
  line.tell('initialized', {});
  const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false } };
  line.tell('workspace/didChangeConfiguration', { settings: { yaml } });
  let files = 0;
  const open = (text: string): string => {
    files += 1;
    const uri = `file:///work/app-${files}.yaml`;
    line.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return uri;
  };
  const pointed = async (method: string, text: string): Promise<unknown> => {
    const at = text.indexOf('|');
    const before = text.slice(0, at).split('\n');
    const uri = open(before.join('\n') + text.slice(at + 1));
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return await line.ask(method, { textDocument: { uri }, position });
  };
  return {
    async check(text) {
      const uri = open(text);
      return trusted<Diagnostic[]>(await line.diagnosed(uri));
    },
    async complete(text) {
      return trusted<Item[]>(listOf(objectOf(await pointed('textDocument/completion', text)).items));
    },
    async hover(text) {
      return textOf(objectOf(objectOf(await pointed('textDocument/hover', text)).contents).value);
    },
    async close() {
      await line.ask('shutdown', null);
      const ended = new Promise(resolve => server.once('exit', resolve));
      line.tell('exit', null);
      await ended;
    },
  };
}

interface Line {
  ask(method: string, params: unknown): Promise<unknown>;
  tell(method: string, params: unknown): void;
  /** The diagnostics of a document, once the server publishes them. */
  diagnosed(uri: string): Promise<unknown>;
}

function connect(server: ChildProcess): Line {
  const asked = new Map<number, (answer: JsonObject) => void>();
  const published = new Map<string, unknown>();
  const awaited = new Map<string, (diagnostics: unknown) => void>();
  const send = (message: JsonObject): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const receive = (message: JsonObject): void => {
    const { id, method, params } = message;
    if (method === undefined) asked.get(Number(id))?.(message);
    // The server asks for its settings, and to be told of more: it gets nothing beyond what it was told.
    else if (id !== undefined) send({ id, result: method === 'workspace/configuration' ? [] : null });
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = objectOf(params);
      published.set(textOf(uri), diagnostics);
      awaited.get(textOf(uri))?.(diagnostics);
    }
  };
  let rest: Buffer = Buffer.alloc(0);
  server.stdout?.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n/.exec(rest.toString('latin1', 0, 200));
      const end = (head?.[0].length ?? 0) + Number(head?.[1]);
      if (head === null || rest.length < end) return;
      receive(trusted<JsonObject>(JSON.parse(rest.toString('utf8', head[0].length, end))));
      rest = rest.subarray(end);
    }
  });
  let ids = 0;
  return {
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        ids += 1;
        asked.set(ids, ({ result, error }) =>
          error === undefined ? resolve(result) : reject(new Error(JSON.stringify(error))),
        );
        send({ id: ids, method, params: trusted<JsonObject>(params) });
      }),
    tell: (method, params) => send({ method, params: trusted<JsonObject>(params) }),
    diagnosed: uri =>
      published.has(uri)
        ? Promise.resolve(published.get(uri))
        : new Promise(resolve => {
            awaited.set(uri, resolve);
          }),
  };
}
