/** The frame of a built-in component's document, and of one that is a container. */
import type { Json, JsonObject } from '../../../json.ts';
import { containerLets, containerParameters, containerTask, containerValidations, mainContainer } from './container.ts';
import { documentOf } from './document.ts';

/** A component as an operator would post it; `workload` is the type that its template makes. */
export function componentOf(name: string, description: string, workload: string, cel: JsonObject): JsonObject {
  return documentOf('ComponentDefinition', name, description, {
    workload: { type: workload },
    schematic: { cel },
  });
}

/** A component that AWS cannot have; `sentence` says so and names the AWS way. */
export function refusedComponent(name: string, description: string, sentence: string): JsonObject {
  return documentOf('ComponentDefinition', name, description, { refused: sentence });
}

/** What a component of one container has beside what all of them have. */
interface ContainerComponent {
  readonly required?: readonly string[];
  readonly parameters?: JsonObject;
  /** How it runs. */
  readonly workload: JsonObject;
  readonly container?: JsonObject;
  readonly link?: JsonObject;
  readonly validations?: readonly Json[];
}

export function containerComponent(name: string, description: string, own: ContainerComponent): JsonObject {
  return componentOf(name, description, 'container', {
    parameters: {
      type: 'object',
      required: ['image', ...(own.required ?? [])],
      properties: { ...containerParameters, ...own.parameters },
    },
    let: containerLets,
    workload: { ...own.workload, ...containerTask, containers: [{ ...mainContainer, ...own.container }] },
    ...(own.link === undefined ? {} : { link: own.link }),
    validations: [...containerValidations, ...(own.validations ?? [])],
  });
}
