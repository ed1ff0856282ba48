/** Names in requests, and the alias by which KubeVela's tools know the system's. */
import { systemAlias, systemNamespace } from '../oam/application.ts';

/** The namespace that is meant: `vela-system` is `lateen-system`. */
export function canonicalNamespaceOf(name: string): string {
  return name === systemAlias ? systemNamespace : name;
}

/** OAM's rule for names of objects and namespaces, by which documents are checked too. */
export function isName(name: string): boolean {
  return /^[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/.test(name);
}
