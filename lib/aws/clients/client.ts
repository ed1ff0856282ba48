/** What send needs of one AWS service: how to make its client, and the commands that the drivers use. */

export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts: 1;
  readonly requestHandler: { readonly connectionTimeout: number };
}

export interface Client {
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<object>;
}

export interface ServiceClient {
  create(config: ClientConfig): Client;
  /** By the API's name of the action. */
  readonly commands: Readonly<Record<string, new (input: never) => object>>;
}
