/** The project's pages for people: where they link to, which names they set in code, and their blocks of code. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import GithubSlugger from "github-slugger";
import { lexer, type Token, type Tokens, walkTokens } from "marked";
import { root } from "./cli.ts";

export interface Page {
  /** Path below the project's folder. */
  file: string;

  /** Targets of links and images. */
  links: string[];

  /** Anchors of the headings, as GitHub makes them. */
  anchors: string[];

  /** Texts in backticks. */
  codes: string[];
  blocks: Block[];
}

/** A fenced block of code. */
export interface Block {
  file: string;

  /** The line that opens the fence. */
  line: number;
  language: string;
  text: string;
}

/** Every page but the changelog, which is about files of its time. */
export const pages: Page[] = globSync(["*.md", "docs/**/*.md", "examples/**/*.md"], { cwd: root })
  .filter((file) => file !== "CHANGELOG.md")
  .sort()
  .map((file) => parsedPage(file, readFileSync(join(root, file), "utf8")));

/** Every block in a language, but those of the releases' pages, which are their guides' own. */
export function blocksIn(language: string): Block[] {
  const own = pages.filter(({ file }) => !file.startsWith("docs/releases/"));
  return own.flatMap(({ blocks }) => blocks).filter((block) => block.language === language);
}

/** @param file path of the page, for messages */
export function parsedPage(file: string, text: string): Page {
  const page: Page = { file, links: [], anchors: [], codes: [], blocks: [] };
  const slugger = new GithubSlugger();
  let from = 0;
  walkTokens(lexer(text), (token) => {
    switch (token.type) {
      case "link":
      case "image":
        page.links.push(token.href);
        break;
      case "heading":
        page.anchors.push(slugger.slug(plainText(token.tokens ?? [])));
        break;
      case "codespan":
        page.codes.push(token.text);
        break;
      case "code": {
        const { lang = "", raw, text: code } = token as Tokens.Code;
        // In a list it is indented, and its raw text is not.
        const found = [raw, code.split("\n")[0] ?? ""].map((part) => text.indexOf(part, from));
        from = found.find((index) => index !== -1) ?? from;
        page.blocks.push({ file, line: text.slice(0, from).split("\n").length, language: lang, text: `${code}\n` });
        break;
      }
    }
  });
  return page;
}

function plainText(tokens: Token[]): string {
  return tokens.map((token) => ("tokens" in token ? plainText(token.tokens ?? []) : unescaped(token))).join("");
}

function unescaped(token: Token): string {
  return "text" in token ? token.text : token.raw;
}
