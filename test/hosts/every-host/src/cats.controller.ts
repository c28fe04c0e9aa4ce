import { Body, Controller, Get, Header, HttpCode, NotFoundException, Param, Post, Redirect } from '@nestjs/common';

/** What the host had before: each kind of answer that Nest gives. */
@Controller('cats')
export class CatsController {
  @Get()
  list() {
    return [{ name: 'Tom' }, { name: 'Duchess' }];
  }

  @Get('page')
  @Header('Content-Type', 'text/html; charset=utf-8')
  page() {
    return '<!doctype html><title>Cats</title><h1>Cats</h1>';
  }

  @Get('toys')
  @Header('Cache-Control', 'private, max-age=60')
  toys() {
    return ['mouse', 'ball'];
  }

  @Get('old')
  @Redirect('/cats', 301)
  moved() {}

  @Get('broken')
  broken() {
    throw new Error('The cat is out.');
  }

  @Get(':name')
  find(@Param('name') name: string) {
    throw new NotFoundException(`There is no cat called ${name}.`);
  }

  @Post()
  add(@Body() cat: Record<string, unknown>) {
    return { added: cat };
  }

  @Post('search')
  @HttpCode(200)
  search(@Body() words: Record<string, unknown> | undefined) {
    return { words: words ?? null };
  }
}
