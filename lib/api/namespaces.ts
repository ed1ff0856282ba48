/** Namespaces of requests: their names, and the alias by which KubeVela's tools know the system's. */
import { systemAlias, systemNamespace } from '../oam/application.ts';

/** The namespace that is meant: `vela-system` is `lateen-system`. */
export function canonicalNamespaceOf(name: string): string {
  return name === systemAlias ? systemNamespace : name;
}

/** A DNS label, as in Kubernetes. */
export function isNamespace(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}
