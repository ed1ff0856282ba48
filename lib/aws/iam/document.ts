/** Policy documents as IAM answers them. */
import type { Json } from '../../json.ts';

/** The document as data: IAM answers it as percent-encoded text. */
export function documentOf(encoded: string | undefined): Json {
  const document: Json = JSON.parse(decodeURIComponent(encoded || '{}'));
  return document;
}
