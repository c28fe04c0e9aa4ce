import { createParamDecorator, UnsupportedMediaTypeException, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ParameterOf } from '@fanlight/signin/application';

/**
 * A handler's parameter: the form that was sent, as URLSearchParams.
 * @throws UnsupportedMediaTypeException (415) for any other body.
 */
export const Form = createParamDecorator((_data: unknown, context: ExecutionContext): URLSearchParams => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body instanceof URLSearchParams) return body;
  throw new UnsupportedMediaTypeException('This takes a form: application/x-www-form-urlencoded.');
}) as () => ParameterOf<URLSearchParams>;
