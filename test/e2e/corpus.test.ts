/** Applications that others wrote for KubeVela, unchanged, in real containers: one small image stands for all of theirs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import { type CorpusFile, folder, found, readCorpus } from '../corpus/corpus.ts';
import { exceptions } from '../corpus/exceptions.ts';
import { eventually } from './harness/applications.ts';
import { needsEngine } from './harness/engine.ts';
import { buildImage } from './harness/images.ts';
import { type Installation, startInstallation } from './harness/installation.ts';

const engine = await needsEngine();
const why = !found ? ` (skipped: no corpus in ${folder}; OAM_CORPUS names another folder)` : engine.missing;
/** So many run at once. */
const together = 10;

interface Runnable {
  readonly file: CorpusFile;
  readonly document: JsonObject;
  readonly name: string;
}

const fitting: readonly Runnable[] = readCorpus()
  .filter(file => !file.steered && (file.fit === 'direct' || file.fit === 'adapt'))
  .filter(file => !exceptions.some(one => one.file === file.file))
  .flatMap(file => {
    const { documents } = parseDocuments(file.text, 'yaml');
    const [document] = documents;
    if (documents.length !== 1 || document === undefined) return [];
    return [{ file, document: document.value, name: textOf(objectOf(document.value.metadata).name) }];
  });

/** What it needs beside images: secrets that nobody made here, file systems that the emulator does not mount. */
function needs(document: JsonObject): string | undefined {
  const text = JSON.stringify(document.spec);
  if (/valueFrom|service-binding|secretKeyRef|configMapKeyRef/.test(text)) return 'a secret or a parameter';
  if (/"storage"|"pvc"|"volumes"/.test(text)) return 'a file system';
  if (/"cpuscaler"|"hpa"/.test(text)) return 'Application Auto Scaling';
  if (/"service-account"/.test(text)) return 'a role';
  if (images(document).some(({ image }) => !isName(image))) return 'an image with a name';
  if (images(document).some(({ image, task }) => task && keepsRunning.has(image)))
    return 'an image that ends, which others keep running';
  return undefined;
}

/** Every image that it names, and whether it is to end by itself. */
function images(value: Json | undefined, task = false): { image: string; task: boolean }[] {
  if (Array.isArray(value)) return value.flatMap(one => images(one, task));
  if (!isObject(value)) return [];
  const ends = task || value.type === 'task' || value.type === 'cron-task' || value.type === 'init-container';
  const { image } = value;
  const own = typeof image === 'string' && image !== '' ? [{ image, task: ends }] : [];
  return [...own, ...Object.values(value).flatMap(one => images(one, ends))];
}

/** Of an image, as an engine takes it: some files have a placeholder for readers. */
function isName(image: string): boolean {
  return /^[a-z0-9]+([._/:-]+[a-zA-Z0-9]+)*$/.test(image);
}

const all = fitting.flatMap(({ document }) => images(document));
const keepsRunning: ReadonlySet<string> = new Set(all.filter(one => !one.task).map(one => one.image));

/** Every port that any of them names, anywhere. */
const ports: readonly string[] = [
  ...new Set(
    fitting
      .flatMap(({ document }) => [...JSON.stringify(document.spec).matchAll(/"[\w/.-]*":"?(\d{2,5})"?[,}]/g)])
      .map(([, port = '']) => port)
      .filter(port => Number(port) < 65_536),
  ),
];

/** Every path that a gateway names, as a file; a folder would answer with a redirect, which the emulator follows to nowhere. */
const paths: readonly string[] = [
  ...new Set(
    fitting
      .flatMap(({ document }) => [...JSON.stringify(document.spec).matchAll(/"(\/[\w/-]*)"/g)])
      .map(([, path = '']) => path),
  ),
];

const leaves: readonly string[] = paths.filter(
  path => path.length > 1 && !path.endsWith('/') && !paths.some(other => other.startsWith(`${path}/`)),
);

/** Answers on all of them, whatever it is told to run. */
/** What probes containers over HTTP and TCP: the installation's default. */
const probe = 'public.ecr.aws/docker/library/busybox:1.37.0';

const everything = [
  'trap "exit 0" TERM',
  'b=/bin/busybox',
  '$b mkdir -p /www; $b echo here > /www/index.html',
  `for path in ${leaves.join(' ')}; do $b mkdir -p $($b dirname /www$path); $b echo here > /www$path; done`,
  `for port in ${ports.join(' ')}; do $b httpd -p $port -h /www; done`,
  '$b sleep 100000 & wait',
  '',
].join('\n');

describe.skipIf(why !== '')(`the corpus in containers${why}`, () => {
  let lateen: Installation;
  const ran: string[] = [];
  const not: string[] = [];

  beforeAll(async () => {
    lateen = await startInstallation();
    if (!('host' in lateen.engine)) throw new Error(lateen.engine.missing);
    const names = (list: typeof all): string[] => [...new Set(list.map(one => one.image).filter(isName))];
    await buildImage(
      lateen.engine.host,
      [...names(all.filter(one => keepsRunning.has(one.image))), probe],
      everything,
      'entry point',
    );
    const ending = names(all.filter(one => !keepsRunning.has(one.image)));
    if (ending.length > 0) await buildImage(lateen.engine.host, ending, 'exit 0\n', 'entry point');
  });
  afterAll(() => lateen?.stop());

  it('runs, answers where it has a gateway, and goes', async () => {
    const before = await lateen.list();
    const runnable = fitting.filter(({ file, document }) => {
      const lacks = needs(document);
      if (lacks !== undefined) not.push(`${file.file}: needs ${lacks}`);
      return lacks === undefined;
    });
    const failures: string[] = [];
    for (let from = 0; from < runnable.length; from += together)
      await Promise.all(
        runnable.slice(from, from + together).map(one =>
          run(one, `c${from}-${runnable.indexOf(one)}`).then(
            () => ran.push(one.file.file),
            (error: unknown) => failures.push(`${one.file.file}: ${String(error)}`),
          ),
        ),
      );
    console.log(`${ran.length} applications of the corpus ran in containers:\n  ${ran.sort().join('\n  ')}`);
    console.log(`${not.length} did not:\n  ${not.sort().join('\n  ')}`);
    expect(failures).toEqual([]);
    expect(
      await eventually(
        () => lateen.list(),
        now => JSON.stringify(now) === JSON.stringify(before),
      ),
    ).toEqual(before);
  }, 600_000);

  /** In a namespace of its own: many have the same name. */
  async function run({ document, name }: Runnable, namespace: string): Promise<void> {
    const path = `/apis/core.oam.dev/v1beta1/namespaces/${namespace}/applications`;
    const { namespace: _, ...metadata } = objectOf(document.metadata);
    const posted = await lateen.api('POST', path, { ...document, metadata });
    if (posted.status >= 300) throw new Error(posted.text);
    const { body } = await lateen.until(`${path}/${name}`, answer => answer.body?.status?.status === 'running', 90);
    for (const { url } of listOf(body.status.endpoints).map(objectOf)) {
      const answer = await eventually(
        () =>
          fetch(textOf(url), { signal: AbortSignal.timeout(5000) }).then(
            ({ status }) => status,
            () => 0,
          ),
        status => status === 200,
      );
      expect(answer).toBe(200);
    }
    await lateen.api('DELETE', `${path}/${name}`);
    await lateen.until(`${path}/${name}`, answer => answer.status === 404, 90);
  }
});
