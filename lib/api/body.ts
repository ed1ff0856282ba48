/** Request bodies: counted before anything runs, decoded by their content type. */
import { OamError } from '../errors.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type ParsedDocument, parseDocuments, parseLimits } from '../oam/parse.ts';

const yamlTypes = ['application/yaml', 'text/yaml', 'application/x-yaml', 'text/x-yaml'];

/** The documents of a body: YAML or JSON by its content type; `fallback` says what a body without one is. */
export async function readDocuments(request: Request, fallback?: 'json'): Promise<readonly ParsedDocument[]> {
  const format = formatOf(request, fallback);
  const { documents, issues } = parseDocuments(await readText(request), format);
  if (issues.length > 0) {
    const tooLarge = issues.some(issue => issue.code === 'TooLarge');
    throw new OamError(tooLarge ? 'TooLarge' : 'Invalid', countOf(issues.length), { issues });
  }
  return documents;
}

/** A JSON object, or an empty one where there is no body. */
export async function readObject(request: Request): Promise<JsonObject> {
  const text = await readText(request);
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OamError('BadRequest', 'The body is not JSON');
  }
  if (!isObject(value)) throw new OamError('BadRequest', 'The body is not a JSON object');
  return value;
}

export function countOf(problems: number): string {
  return problems === 1 ? 'There is 1 problem' : `There are ${problems} problems`;
}

function formatOf(request: Request, fallback: 'json' | undefined): 'yaml' | 'json' {
  const header = request.headers.get('content-type');
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new OamError('UnsupportedMediaType', `A body in ${encoding} is not accepted: send it uncompressed`);
  }
  if (header === null && fallback !== undefined) return fallback;
  const [type = '', ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map(part => part.trim());
  const charset = parameters
    .find(parameter => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    throw new OamError('UnsupportedMediaType', `The charset ${charset} is not accepted: send UTF-8`);
  }
  if (yamlTypes.includes(type)) return 'yaml';
  if (type === 'application/json') return 'json';
  const said = header === null ? 'no content type' : type === '' ? 'an empty content type' : type;
  const form = type === 'application/x-www-form-urlencoded' ? ' (what curl sends by itself)' : '';
  throw new OamError(
    'UnsupportedMediaType',
    `The body came with ${said}${form}; application/yaml and application/json are accepted. ` +
      `This works: curl --data-binary @app.yaml -H 'content-type: application/yaml' $API/applications`,
  );
}

/** The body as text; more than 1 MB is refused at the announcement, or at the first byte too many. */
async function readText(request: Request): Promise<string> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > parseLimits.bytes) throw tooLarge(announced);
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > parseLimits.bytes) throw tooLarge(Math.max(bytes, announced));
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new OamError('BadRequest', 'The body is not UTF-8 text');
  }
}

function tooLarge(bytes: number): OamError {
  const message =
    `The body has at least ${bytes} bytes; ${parseLimits.bytes} are allowed. ` +
    'Upload code with POST /blobs and name it by `blob`, or split the application';
  return new OamError('TooLarge', message);
}
