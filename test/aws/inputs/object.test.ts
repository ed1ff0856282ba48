import { expect, it } from 'vitest';
import { contentOf, object } from '../../../lib/aws/inputs/object.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { play } from '../script.ts';

it('an object is its version, or what it holds with a warning where the bucket keeps no versions', () => {
  const look = (answer: JsonObject) => play(object.resolve('builds/web.zip'), [['HeadObject', answer]]).result;
  expect(look({ VersionId: 'v1', ETag: '"abc"' })).toEqual({ value: 'v1', says: 'version v1' });
  for (const answer of [{ ETag: '"abc"' }, { VersionId: 'null', ETag: '"abc"' }])
    expect(look(answer)).toMatchObject({
      value: 'etag abc',
      warns: expect.stringContaining('put-bucket-versioning'),
    });
});

it('what an object holds is told the same way with versions and without', () => {
  const look = (answer: JsonObject) => play(contentOf('builds/web.zip'), [['HeadObject', answer]]).result;
  expect([look({ VersionId: 'v1', ETag: '"abc"' }), look({ ETag: '"abc"' })]).toEqual(['etag abc', 'etag abc']);
});
