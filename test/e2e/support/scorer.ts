// A model server as a process: node scorer.ts ADDRESS PORT
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

const [address, port] = process.argv.slice(2);

/** Requests to /flaky so far, by what the client calls its attempt. */
const attempts = new Map<string, number>();

/** Answer of a Hydrogen Torch scorer 2.0: a row for each row. The note makes it as long as it has to be. */
function score(rows: number[][], note: number) {
  const blob = ([first]: number[]) =>
    `{"predictions": [${first}, 0.30, 0.4], "labels": ["neg", "neu", "pos"]${note ? `, "note": "${"é".repeat(note)}"` : ""}}`;
  return { fields: ["output"], rows: rows.map((row) => [blob(row)]) };
}

createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://scorer");
  const body = await text(request);
  const answer = (status: number, content: unknown) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
  };
  const attempt = url.searchParams.get("attempt") ?? "";
  const count = attempts.get(attempt) ?? 0;
  switch (url.pathname) {
    case "/own503":
      return answer(503, { detail: "model is loading" });
    case "/slow":
      return setTimeout(answer, 4_000, 200, { slow: true });
    case "/flaky":
      attempts.set(attempt, count + 1);
      return answer(503, { attempts: count + 1 });
    case "/attempts":
      return answer(200, count);
    case "/model/score":
      return answer(200, score(JSON.parse(body).rows, Number(url.searchParams.get("note") ?? 0)));
    default:
      return answer(200, { method: request.method, path: request.url, headers: request.headers, body });
  }
}).listen(Number(port), address);
