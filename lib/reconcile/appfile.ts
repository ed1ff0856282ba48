/** An Appfile: an application with every definition it uses found and every parameter checked. Render's only input beside the environment. */
import type { CompiledDefinition } from '../definition/definition.ts';
import type { JsonObject } from '../json.ts';
import type { Metadata } from '../oam/application.ts';
import type { Input, Output } from '../oam/passing.ts';

export interface AppfileTrait {
  readonly definition: CompiledDefinition;
  /** `type#n`: n counts the traits of this type on the component, from 0. */
  readonly id: string;
  /** Its place in the component's list, for pointers. */
  readonly index: number;
  readonly parameter: JsonObject;
}

export interface AppfileComponent {
  readonly name: string;
  readonly index: number;
  readonly definition: CompiledDefinition;
  /** The lowering of its workload; absent for `resources`. */
  readonly lowering: CompiledDefinition | undefined;
  readonly parameter: JsonObject;
  readonly traits: readonly AppfileTrait[];
  /** Those whose values it takes, too. */
  readonly dependsOn: readonly string[];
  /** What it takes from others and gives to them; absent where it does neither. */
  readonly passing?: Passing;
}

export interface Passing {
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  /** As the author wrote them, before any input is put in and defaults are. */
  readonly properties: JsonObject;
}

export interface AppfilePolicy {
  readonly definition: CompiledDefinition;
  /** Its place in the application's list, for pointers. */
  readonly index: number;
  readonly parameter: JsonObject;
}

export interface Appfile {
  readonly metadata: Metadata;
  /** The application's revision number: `context.revision` in templates. */
  readonly revision: number;
  readonly components: readonly AppfileComponent[];
  readonly policies: readonly AppfilePolicy[];
}

/** One installation's facts: `environment` in templates, and what naming needs. Stored as `ENV#<target>`. */
export interface Environment extends JsonObject {
  /** Names this installation in tags and hashes. */
  readonly installation: string;
  /** What every physical name of an application's resource begins with: policies are scoped by it. */
  readonly prefix: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Services whose resources are planned and not made, because the emulator lacks them: `["AWS::ApplicationAutoScaling"]`. */
  readonly notEmulated: readonly string[];
}
