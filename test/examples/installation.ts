/** The numbered examples, and an installation in memory that takes them as the real one does: the API, the engine, an in-memory AWS. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { type Json, type JsonObject, objectOf, textOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import type { AppKey, Row } from '../../lib/ports.ts';
import type { ResourceGraph } from '../../lib/resource/resource.ts';
import { type Answer, access, itemsOf, serve } from '../api/setup.ts';
import { createWorld, facts } from '../reconcile/world.ts';

const root: string = fileURLToPath(new URL('../../examples/', import.meta.url));

export interface Example {
  /** `01-hello`. */
  readonly name: string;
  /** What its operator posts first; empty where nobody does. */
  readonly definitions: string;
  /** Its applications in the order of their versions: `app.yaml`, `v2.yaml`. */
  readonly versions: readonly { readonly file: string; readonly text: string }[];
}

export const examples: readonly Example[] = readdirSync(root)
  .filter(name => /^\d\d-/.test(name))
  .sort()
  .map(name => ({
    name,
    definitions: existsSync(pathOf(name, 'definitions.yaml')) ? textIn(name, 'definitions.yaml') : '',
    versions: readdirSync(pathOf(name, ''))
      .filter(file => /^(app|v\d+)\.yaml$/.test(file))
      .sort()
      .map(file => ({ file, text: textIn(name, file) })),
  }));

export function pathOf(example: string, file: string): string {
  return `${root}${example}/${file}`;
}

function textIn(example: string, file: string): string {
  return readFileSync(pathOf(example, file), 'utf8');
}

/** The one Application of a text. */
export function applicationOf(text: string): JsonObject {
  const { documents } = parseDocuments(text, 'yaml');
  const [document] = documents;
  if (documents.length !== 1 || document === undefined) throw new Error(`${documents.length} documents`);
  return document.value;
}

export interface Judged {
  readonly answer: Answer;
  /** Undefined where it was refused before. */
  readonly graph: ResourceGraph | undefined;
  readonly plan: JsonObject;
  readonly warnings: Json;
}

export interface Installation {
  /** What would come of it: the graph that the API rendered, and its answer. */
  judge(document: JsonObject | string): Promise<Judged>;
  /** Posts it and lets the engine work until nothing is under way; answers with the status. */
  up(text: string): Promise<JsonObject>;
  /** Deletes it and lets the engine work until nothing is under way; answers with what is kept of it. */
  down(text: string): Promise<readonly Row[]>;
  /** Everything that exists in AWS. */
  listing(): JsonObject;
}

/** `environment` goes over the facts of the test's installation. */
export async function openInstallation(
  { definitions }: Pick<Example, 'definitions'>,
  environment: JsonObject = {},
): Promise<Installation> {
  const world = await createWorld({ environment });
  await world.store.install({ environment: { target: 'local', facts: { ...facts, ...environment } }, access });
  let graph: ResourceGraph | undefined;
  const pipeline = createPipeline(types);
  let ids = 0;
  const api = serve(
    world.store,
    {
      ...pipeline,
      render(...known) {
        const rendered = pipeline.render(...known);
        graph = rendered.value;
        return rendered;
      },
    },
    () => world.clock.now,
    () => `02${String(world.clock.now).padStart(13, '0')}${String(ids++).padStart(11, '0')}`,
  );
  /** Answers with what it is called here: a namespace may have another name. */
  const accepted = async (text: string): Promise<AppKey> => {
    const answer = await api.post(text);
    if (answer.status >= 300) throw new Error(answer.text);
    const { namespace, name } = itemsOf(answer)[0] ?? {};
    return { namespace: textOf(namespace), name: textOf(name) };
  };
  const posted = new Map<string, AppKey>();
  if (definitions !== '') await accepted(definitions);
  return {
    async judge(document) {
      graph = undefined;
      const body = typeof document === 'string' ? document : JSON.stringify(document);
      const type = typeof document === 'string' ? 'application/yaml' : 'application/json';
      const answer = await api.send('POST', '/applications?dryRun=All', { body, type });
      const item = itemsOf(answer)[0] ?? {};
      return { answer, graph, plan: objectOf(item.plan), warnings: item.warnings ?? [] };
    },
    async up(text) {
      const app = await accepted(text);
      posted.set(text, app);
      // What the stream does.
      world.touch(app);
      await world.run();
      return world.status(app);
    },
    async down(text) {
      const app = posted.get(text);
      if (app === undefined) throw new Error('It is not up');
      await world.remove(app);
      await world.run();
      const { rows } = await world.view(app);
      return rows.filter(row => row.phase === 'retained');
    },
    listing: () => world.aws.listing(),
  };
}
