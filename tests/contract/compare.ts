// A stranger's program: the types of openapi.yaml, a client by them, one comparison.
import createClient from "openapi-fetch";
import type { paths } from "./duizhao.js";

declare const process: { argv: string[] };

const client = createClient<paths, "application/json">({ baseUrl: process.argv[2] });
const { data, error } = await client.GET("/v1/comparison", {
  params: { query: { measures: "first_secretaries,work_teams", regions: "360821,522628" } },
});
if (error || !data) throw new Error(JSON.stringify(error));
for (const row of data.rows) {
  for (const cell of row.cells) {
    console.log(cell.region, cell.state === "value" ? cell.value : cell.gap);
  }
}
