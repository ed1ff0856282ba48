/** The Application of core.oam.dev/v1beta1 as users write it (KubeVela's de-facto API), after its shape was checked. */
import type { JsonObject } from '../json.ts';
import type { Input, Output } from './passing.ts';

export const apiVersion = 'core.oam.dev/v1beta1';
/** Where built-in definitions live; KubeVela's own name for it is accepted as an alias. */
export const systemNamespace = 'lateen-system';
export const systemAlias = 'vela-system';
export const defaultNamespace = 'default';

export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Trait {
  readonly type: string;
  readonly properties: JsonObject;
}

export interface Component {
  readonly name: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly traits: readonly Trait[];
  readonly dependsOn: readonly string[];
  /** Values of other components, and values for them; absent where there are none. */
  readonly inputs?: readonly Input[];
  readonly outputs?: readonly Output[];
}

export interface Policy {
  /** Its place in the list, for pointers. */
  readonly index: number;
  readonly type: string;
  readonly properties: JsonObject;
}

export interface Application {
  readonly metadata: Metadata;
  readonly components: readonly Component[];
  /** Absent where there are none. */
  readonly policies?: readonly Policy[];
}
