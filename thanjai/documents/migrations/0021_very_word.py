from django.db import migrations

# As before, but a paper that has the very word typed is not looked up again: no word of its own could have been found
# sooner. Most people type whole words, so most searches are spared a look at every line they find. Words that are all
# more common than ten thousand papers are not counted further: that took longer than to look.
LISTED = """
CREATE OR REPLACE FUNCTION documents_listed(wanted text[], of_agency uuid, after_word text, after_id uuid, most int)
    RETURNS TABLE (word text, document_id uuid) LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
    SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    rarest text COLLATE "C" := wanted[1];
    counted bigint;
    far bigint := 100;
    here text := CASE WHEN of_agency IS NULL THEN '' ELSE ' AND w.agency_id = $2' END;
BEGIN
    IF acting_kind() = '' OR wanted[1] IS NULL THEN
        RETURN;
    END IF;
    WHILE cardinality(wanted) > 1 AND far <= 10000 LOOP
        EXECUTE
            'SELECT typed, (SELECT count(*) FROM (
                 SELECT FROM documents_listedword w WHERE w.word >= typed AND w.word < typed || chr(1114111)' || here || '
                 ORDER BY w.word, w.document_id LIMIT $3
             ) few)
             FROM unnest($1) WITH ORDINALITY AS one(typed, place) WHERE $4 = '''' OR starts_with($4, typed) ORDER BY 2, place LIMIT 1'
            INTO rarest, counted USING
                -- A list that goes on does so by the word by which it began.
                wanted, of_agency, far, after_word;
        rarest := coalesce(rarest, wanted[1]);
        EXIT WHEN counted IS NULL OR counted < far;
        far := far * 10;
    END LOOP;
    RETURN QUERY EXECUTE
        'SELECT w.word::text, w.document_id FROM documents_listedword w
         WHERE w.word < $4 AND (w.word, w.document_id) > ($5, $6)
             AND (w.word = $3 OR NOT EXISTS (SELECT FROM documents_listedword sooner
                 WHERE sooner.document_id = w.document_id AND sooner.word >= $3 AND sooner.word < w.word))'
        || here || CASE WHEN cardinality(wanted) = 1 THEN '' ELSE
        ' AND NOT EXISTS (SELECT FROM unnest($1) other WHERE other <> $3 AND NOT EXISTS (
              SELECT FROM documents_listedword o WHERE o.document_id = w.document_id
                  AND o.word >= other AND o.word < other || chr(1114111)))' END
        || ' ORDER BY w.word, w.document_id LIMIT $7'
        USING wanted, of_agency, rarest, rarest || chr(1114111),
            -- One place to begin at: of two, the index would take the one further back.
            greatest(after_word COLLATE "C", rarest), coalesce(after_id, '00000000-0000-0000-0000-000000000000'),
            least(most, 500);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0020_edition")]

    operations = [migrations.RunSQL(LISTED, migrations.RunSQL.noop)]
