/** What `lateen doctor` finds. */
export interface Finding {
  /** `Container engine`. */
  readonly what: string;
  /** `lacks`: only what `todo` names cannot be done; `missing`: nothing works without it. */
  readonly state: 'ok' | 'lacks' | 'missing';
  readonly says: string;
  readonly todo?: string;
}

export function ok(what: string, says: string): Finding {
  return { what, state: 'ok', says };
}

export function lacks(what: string, says: string, todo: string): Finding {
  return { what, state: 'lacks', says, todo };
}

export function missing(what: string, says: string, todo: string): Finding {
  return { what, state: 'missing', says, todo };
}
