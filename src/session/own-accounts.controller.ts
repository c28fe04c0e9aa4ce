import { BadRequestException, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentSession, Identities, type ListedIdentity, type Session } from '@fanlight/signin';
import { OwnRequest, type RepliedRequest, requestQuery } from '@fanlight/signin/application';
import { Settings } from '@fanlight/signin/settings';
import { Form } from '../http/form.decorator.js';
import { displayName } from '../rendering/display-name.js';
import { Pages } from '../rendering/pages.js';

declare module '../rendering/page-contexts.js' {
  interface PageContexts {
    readonly account: AccountPage;
  }
}

interface AccountPage {
  /** True: an account is added; false: it is removed. */
  readonly adds: boolean;
  /** Of the connection. */
  readonly label: string;
  /** What the provider calls the person, of an account that is removed. */
  readonly account: string | undefined;
  readonly person: string;
  /** Where the person first proves who they are; undefined: they have just done so. */
  readonly proof: string | undefined;
  /** What the form sends. */
  readonly field: { readonly name: string; readonly value: string };
}

/** Adding and removing the accounts by which one signs in. Guarded, as everything without Public(). */
@Controller('profile/accounts')
export class OwnAccountsController {
  constructor(
    private readonly settings: Settings,
    private readonly identities: Identities,
    private readonly pages: Pages,
  ) {}

  @Get('add')
  async askToAdd(@CurrentSession() session: Session, @OwnRequest() request: RepliedRequest, @Res() reply: FastifyReply): Promise<void> {
    const connection = await this.identities.offer(request, wanted(requestQuery(request.url), 'connection'));
    await this.ask(reply, request, session, {
      ...{ adds: true, label: connection.settings.label, account: undefined },
      field: { name: 'connection', value: connection.id },
    });
  }

  @Post('add')
  async add(@CurrentSession() session: Session, @OwnRequest() request: RepliedRequest, @Form() form: URLSearchParams): Promise<void> {
    const address = await this.identities.begin(request, session, wanted(form, 'connection'), `${this.settings.publicUrl.path}/profile`);
    request.reply.header('cache-control', 'no-store').redirect(address, 303);
  }

  @Get('remove')
  async askToRemove(@CurrentSession() session: Session, @OwnRequest() request: RepliedRequest, @Res() reply: FastifyReply): Promise<void> {
    const { label, account, handle } = await this.find(session, wanted(requestQuery(request.url), 'account'));
    await this.ask(reply, request, session, { adds: false, label, account, field: { name: 'account', value: handle } });
  }

  @Post('remove')
  async remove(
    @CurrentSession() session: Session,
    @OwnRequest() request: RepliedRequest,
    @Form() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.identities.remove(request, session, wanted(form, 'account'));
    await this.pages.goTo(reply, '/profile#accounts');
  }

  private async find({ userId }: Session, handle: string): Promise<ListedIdentity> {
    const found = (await this.identities.list(userId)).find((identity) => identity.handle === handle);
    if (found === undefined) throw new BadRequestException('This account is not among yours any more.');
    return found;
  }

  private async ask(
    reply: FastifyReply,
    request: RepliedRequest,
    session: Session,
    shown: Omit<AccountPage, 'person' | 'proof'>,
  ): Promise<void> {
    const here = this.settings.publicUrl.path + request.url;
    const proof = this.identities.isFresh(session) ? undefined : this.identities.proofAddress(session, here);
    await this.pages.show(reply, 'account', shown.adds ? 'Add an account' : 'Remove an account', {
      ...shown,
      person: displayName(session),
      proof,
    });
  }
}

function wanted(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null) throw new BadRequestException(`This address needs ${name}.`);
  return value;
}
