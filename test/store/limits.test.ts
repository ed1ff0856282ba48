/** Limits: what is cut, what is refused, what neither touches. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonObject, trusted } from '../../lib/json.ts';
import { checkDocument, documentBytes, fitStatus, statusBytes } from '../../lib/store/limits.ts';
import { noise } from '../contract/store/bench.ts';

const sizeOf = (value: JsonObject): number => Buffer.byteLength(JSON.stringify(value));

describe('fitStatus', () => {
  test('any status fits, and one that fits is not touched', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), fc.nat(9000), (status, length) => {
        const given: JsonObject = { ...trusted<JsonObject>(status), filler: 'ü'.repeat(length) };
        const fitted = fitStatus(given);
        expect(sizeOf(fitted)).toBeLessThanOrEqual(statusBytes);
        if (sizeOf(given) <= statusBytes) expect(fitted).toBe(given);
        else expect(fitted.truncated).toBe(true);
      }),
    );
  });

  test('texts are shortened before anything is dropped', () => {
    const conditions = Array.from({ length: 5 }, (_, i) => ({ type: `C${i}`, message: 'm'.repeat(5000) }));
    const fitted = fitStatus({ phase: 'running', conditions });
    expect(fitted.conditions).toHaveLength(5);
  });

  test('the ends of long lists go before the phase does', () => {
    const services = Array.from({ length: 2000 }, (_, i) => ({ name: `service${i}`, healthy: true }));
    const fitted = fitStatus({ phase: 'running', observedGeneration: 4, services });
    expect(fitted).toMatchObject({ phase: 'running', observedGeneration: 4 });
    expect(fitted.services).toContainEqual({ name: 'service0', healthy: true });
  });

  test('what is to be looked at stays, though it is the largest', () => {
    const refs = Array.from({ length: 100 }, (_, i) => `h${String(i).padStart(7, '0')}`);
    const looks = { again: 1, missed: { refs, count: 3, at: 5, names: 'object a/b', error: 'away' }, owed: refs };
    const conditions = Array.from({ length: 8 }, (_, i) => ({ type: `C${i}`, message: 'm'.repeat(300) }));
    expect(fitStatus({ phase: 'running', conditions, cause: 'c'.repeat(300), looks }).looks).toEqual(looks);
  });
});

describe('checkDocument', () => {
  const documentOf = (...components: JsonObject[]): JsonObject => ({ spec: { components } });
  const check = (document: JsonObject): void => checkDocument('Application a/b', JSON.stringify(document), document);

  test('text that deflates well may be long', () => {
    expect(() => check(documentOf({ name: 'a', text: 'x'.repeat(5_000_000) }))).not.toThrow();
  });

  test('text that does not is refused at its compressed size', () => {
    // Six bits a character: deflate leaves about three quarters.
    const most = (documentBytes * 4) / 3;
    expect(() => check(documentOf({ name: 'a', text: noise(most * 0.97) }))).not.toThrow();
    expect(() => check(documentOf({ name: 'a', text: noise(most * 1.03) }))).toThrow(/a \(\d+ KB\)/);
  });

  test('a document without components is named itself', () => {
    expect(() => check({ spec: { text: noise(600_000) } })).toThrow(/make it smaller/);
  });
});
