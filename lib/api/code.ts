/** Uploaded code in a document: inline text and zips become blobs, blobs are looked for, handlers are checked. */
import { createHash } from 'node:crypto';
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { CompiledDefinition } from '../definition/definition.ts';
import { type Issue, problem } from '../errors.ts';
import { at, isList, isObject, type Json, type JsonObject, objectOf, segments, textOf } from '../json.ts';
import { inlineFile, missingHandler } from './handler.ts';

/** A document whose code was moved out of it. */
export interface Extracted {
  readonly document: JsonObject;
  /** By SHA-256: what is to be stored before the document is. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Blobs that the document names, with the pointers that name them. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  readonly issues: readonly Issue[];
}

/** What AWS takes: 250 MB unpacked. */
const unpackedLimit = 262_144_000;

type Find = (kind: 'ComponentDefinition' | 'TraitDefinition', type: string) => CompiledDefinition | undefined;

/** `find` answers with the definition of a type, or undefined (which is somebody else's Issue). */
export function extractCode(document: JsonObject, find: Find): Extracted {
  const blobs = new Map<string, Uint8Array>();
  const named = new Map<string, string[]>();
  const issues: Issue[] = [];

  /** A component or trait with its uploads replaced by the blobs they become. */
  function extracted(holder: Json, kind: Parameters<Find>[0], pointer: string): Json {
    if (!isObject(holder)) return holder;
    const definition = find(kind, textOf(holder.type));
    if (definition === undefined || definition.code.length === 0 || !isObject(holder.properties)) return holder;
    let properties = holder.properties;
    for (const place of definition.code) {
      const code = at(properties, place.at);
      const packed = isObject(code) ? pack(code, settingsOf(properties, place, definition)) : undefined;
      if (packed === undefined) continue;
      const here = `${pointer}/properties${place.at}`;
      issues.push(
        ...packed.issues.map(issue => ({
          ...issue,
          pointer: issue.pointer === '' ? here : `${pointer}/properties${issue.pointer}`,
        })),
      );
      if (packed.sha256 === undefined) continue;
      if (packed.bytes === undefined) named.set(packed.sha256, [...(named.get(packed.sha256) ?? []), here]);
      else {
        blobs.set(packed.sha256, packed.bytes);
        properties = replaced(properties, segments(place.at), { blob: packed.sha256 });
      }
    }
    return { ...holder, properties };
  }

  const spec = objectOf(document.spec);
  if (!isList(spec.components)) return { document, blobs, named, issues };
  const components = spec.components.map((component, index) => {
    const pointer = `/spec/components/${index}`;
    const own = extracted(component, 'ComponentDefinition', pointer);
    if (!isObject(own) || !isList(own.traits)) return own;
    const traits = own.traits.map((trait, n) => extracted(trait, 'TraitDefinition', `${pointer}/traits/${n}`));
    return { ...own, traits };
  });
  return { document: { ...document, spec: { ...spec, components } }, blobs, named, issues };
}

interface Settings {
  readonly runtime: string;
  readonly handler: string;
  readonly handlerAt: string;
}

function settingsOf(
  properties: JsonObject,
  place: CompiledDefinition['code'][number],
  definition: CompiledDefinition,
): Settings {
  const valueAt = (pointer: string | undefined): string => {
    if (pointer === undefined) return '';
    const schema = `/properties/${segments(pointer).join('/properties/')}/default`;
    return textOf(at(properties, pointer) ?? at(definition.parameters.schema, schema));
  };
  return { runtime: valueAt(place.runtime), handler: valueAt(place.handler), handlerAt: place.handler ?? '' };
}

interface Packed {
  readonly sha256?: string;
  /** Absent where the code is a blob already. */
  readonly bytes?: Uint8Array;
  readonly issues: readonly Issue[];
}

/** Undefined where the value is no upload (an S3 object, or something that the definition's schema will refuse). */
function pack(code: JsonObject, settings: Settings): Packed | undefined {
  const [form, ...others] = Object.keys(code);
  if (form === undefined || others.length > 0) return undefined;
  const value = code[form];
  if (typeof value !== 'string') return undefined;
  if (form === 'inline') return packInline(value, settings);
  if (form === 'zip') return packZip(value, settings);
  if (form === 'blob' && /^[0-9a-f]{64}$/.test(value)) return { sha256: value, issues: [] };
  return undefined;
}

function packInline(text: string, settings: Settings): Packed {
  const file = inlineFile(settings.runtime);
  if (file === undefined) {
    const message = `Inline code is for Node.js and Python, not for ${settings.runtime}`;
    return {
      issues: [problem('InlineNotForRuntime', '', message, 'Upload a zip with POST /blobs and name it by `blob`')],
    };
  }
  // Stored, not deflated, and dated 1980 (in local time, which is how zips say it): equal texts give equal bytes wherever
  // and with whichever version they are packed. 0644, or Lambda may not read it.
  const bytes = zipSync(
    { [file]: strToU8(text) },
    { level: 0, mtime: '1980-01-01T00:00:00', os: 3, attrs: 0o644 << 16 },
  );
  return { sha256: sha256Of(bytes), bytes, issues: handlerIssues(settings, { files: [file], text }) };
}

function packZip(base64: string, settings: Settings): Packed {
  const compact = base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) {
    return { issues: [problem('InvalidZip', '', 'The zip is not base64', 'Try: base64 -w0 code.zip')] };
  }
  const bytes = Buffer.from(compact, 'base64');
  const files: string[] = [];
  let unpacked = 0;
  try {
    unzipSync(bytes, {
      filter: file => {
        files.push(file.name);
        unpacked += file.originalSize;
        return false;
      },
    });
  } catch {
    return {
      issues: [problem('InvalidZip', '', 'The bytes are not a zip', 'Try: zip -r code.zip . && base64 -w0 code.zip')],
    };
  }
  if (files.length === 0) return { issues: [problem('InvalidZip', '', 'The zip holds no file')] };
  if (unpacked > unpackedLimit) {
    return { issues: [problem('InvalidZip', '', `The zip holds ${unpacked} bytes; AWS takes ${unpackedLimit}`)] };
  }
  return { sha256: sha256Of(bytes), bytes, issues: handlerIssues(settings, { files }) };
}

function handlerIssues(settings: Settings, code: { files: readonly string[]; text?: string }): Issue[] {
  if (settings.handler === '') return [];
  const missing = missingHandler(settings.runtime, settings.handler, code);
  return missing === undefined ? [] : [problem('HandlerNotFound', settings.handlerAt, missing.message, missing.hint)];
}

function replaced(value: JsonObject, path: readonly string[], leaf: Json): JsonObject {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  return { ...value, [head]: rest.length === 0 ? leaf : replaced(objectOf(value[head]), rest, leaf) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
