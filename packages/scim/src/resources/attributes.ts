/** An attribute of a resource, as RFC 7643, section 7 describes it: /Schemas publishes it, and what arrives is read by it. */
export interface Attribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'complex' | 'reference';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readWrite' | 'readOnly' | 'immutable';
  readonly returned: 'default';
  readonly uniqueness: 'none' | 'server';
  readonly subAttributes?: readonly Attribute[];
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
}

type Details = Partial<Omit<Attribute, 'name' | 'description' | 'type'>>;

export function text(name: string, description: string, details: Details = {}): Attribute {
  return attribute(name, 'string', description, details);
}

export function boolean(name: string, description: string, details: Details = {}): Attribute {
  return attribute(name, 'boolean', description, details);
}

export function reference(name: string, description: string, referenceTypes: readonly string[], details: Details = {}): Attribute {
  return attribute(name, 'reference', description, { referenceTypes, caseExact: true, ...details });
}

export function complex(name: string, description: string, subAttributes: readonly Attribute[], details: Details = {}): Attribute {
  return attribute(name, 'complex', description, { subAttributes, ...details });
}

/** Several values, each with a type, one of them the primary one. */
export function values(name: string, description: string, subAttributes: readonly Attribute[], types: readonly string[]): Attribute {
  const kind = text('type', 'What it is for.', { canonicalValues: types });
  return complex(name, description, [...subAttributes, kind, boolean('primary', 'Whether it is the preferred one.')], {
    multiValued: true,
  });
}

function attribute(name: string, type: Attribute['type'], description: string, details: Details): Attribute {
  const usual = {
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
  } as const;
  return { name, type, description, ...usual, ...details };
}
