import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { z } from 'zod';

/** What the OpenAPI document says of a route, beyond what Nest and the guards know: its address, who may call it, what they refuse. */
export interface RouteDescription {
  /** What it does, in one line. */
  readonly summary: string;
  /** The JSON that it takes; undefined: it takes none. */
  readonly body?: z.ZodType;
  /** The JSON that it answers; undefined: the answer is empty. */
  readonly answer?: z.ZodType;
  /** What the handler itself refuses, by status: 404 and the like. */
  readonly refusals?: Readonly<Record<number, string>>;
}

export const routeDescription = 'auth:description';

/** Describes a route below /api. Every one needs it: a test names those that lack it. */
export const Described = (description: RouteDescription): CustomDecorator => SetMetadata(routeDescription, description);
