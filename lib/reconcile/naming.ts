/** Physical names, tokens and owner tags: how what we made is found again and known as ours. */
import { digest, hash8 } from '../json.ts';
import type { AppKey } from '../ports.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Environment } from './appfile.ts';

/** The installation's app prefix + app-component, cut to the type's limit, + the hash of the row key (which covers create-only properties).
 * Where all accounts share one set of names, the hash covers account and region, too: installations of one name do not collide. */
export function nameOf(
  environment: Environment,
  app: AppKey,
  component: string,
  rowKey: string,
  { limit, global }: Pick<NonNullable<ResourceSchema['name']>, 'limit' | 'global'>,
): string {
  const own = rowKey.slice(rowKey.lastIndexOf('#') + 1);
  const hash = global === true ? hash8([environment.account, environment.region, own]) : own;
  const words = component === '-' ? app.name : `${app.name}-${component}`;
  // The characters that every AWS name takes; the OAM name itself stands in a tag.
  const plain = words.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  const room = limit - environment.prefix.length - hash.length - 1;
  return `${environment.prefix}${plain.slice(0, room).replace(/-+$/, '')}-${hash}`;
}

/** Finds a create that was interrupted, where AWS assigns the id: the same for the same row of the same application. */
export function tokenOf(environment: Environment, app: AppKey, rowKey: string): string {
  return `lateen-${digest([environment.installation, app.namespace, app.name, rowKey]).slice(0, 32)}`;
}

/** What marks a resource as ours. Not the uid: an application that is made again finds what was kept for it. */
export function ownerTags(environment: Environment, app: AppKey, component: string): Readonly<Record<string, string>> {
  return {
    'oam.dev/installation': environment.installation,
    'oam.dev/namespace': app.namespace,
    'oam.dev/app': app.name,
    'oam.dev/component': component,
  };
}

/** What people call a row: its physical name, or where it stands in the definition (`live`, `route//hello`) where AWS gave it an id. */
export function displayName(row: { readonly name: string; readonly key: string; readonly type: string }): string {
  if (row.name !== '') return row.name;
  const place = row.key.slice(0, row.key.lastIndexOf('#')).split('/').slice(3).join('/');
  return place === '' ? (row.type.split('::').at(-1) ?? row.type) : place;
}
