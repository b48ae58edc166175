import django.db.models.deletion
from django.db import migrations, models

from thanjai.kernel import rls

# Nobody reads the words themselves. This tells which papers begin with all that was typed, to anybody: their services
# have said that they are listed. It looks up the first word in the order of the index and the others paper by paper,
# so a page costs the same in a register of any size; the planner is kept from reading it all at once instead.
LISTED = """
CREATE FUNCTION documents_listed(wanted text[], of_agency uuid, after_word text, after_id uuid, most int)
    RETURNS TABLE (word text, document_id uuid) LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 20
    SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    beyond text COLLATE "C" := wanted[1] || chr(1114111);
    -- One place to begin at: of two, the index would take the one further back.
    from_word text COLLATE "C" := greatest(after_word COLLATE "C", wanted[1]);
    start uuid := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
BEGIN
    IF acting_kind() = '' OR wanted[1] IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT w.word::text, w.document_id FROM documents_listedword w
         WHERE w.word < $2 AND (w.word, w.document_id) > ($3, $4)
             AND NOT EXISTS (SELECT FROM documents_listedword sooner WHERE sooner.document_id = w.document_id
                 AND sooner.word >= $1[1] AND sooner.word < w.word)'
        || CASE WHEN of_agency IS NULL THEN '' ELSE ' AND w.agency_id = $6' END
        || CASE WHEN cardinality(wanted) = 1 THEN '' ELSE
        ' AND NOT EXISTS (SELECT FROM unnest($1[2:]) other WHERE NOT EXISTS (
              SELECT FROM documents_listedword o WHERE o.document_id = w.document_id
                  AND o.word >= other AND o.word < other || chr(1114111)))' END
        || ' ORDER BY w.word, w.document_id LIMIT $5'
        USING wanted, beyond, from_word, start, least(most, 500), of_agency;
END $$;
REVOKE ALL ON FUNCTION documents_listed FROM public;
GRANT EXECUTE ON FUNCTION documents_listed TO thanjai_app;
"""
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("documents", "0010_log_guards"),
    ]

    operations = [
        migrations.AddField("document", "listed", models.BooleanField(db_default=False, default=False)),
        migrations.CreateModel(
            name="ListedWord",
            fields=[
                ("pk", models.CompositePrimaryKey("word", "document_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("word", models.CharField(db_collation="C", max_length=40)),
                ("document_id", models.UUIDField()),
                ("agency", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "word", "document_id"], name="listedword_agency"),
                    models.Index(fields=["document_id", "word"], name="listedword_document"),
                ]
            },
        ),
        migrations.AddIndex(
            "document",
            models.Index(
                fields=["agency", "-issued_at", "-id"], name="document_listed", condition=models.Q(listed=True)
            ),
        ),
        rls.guard("documents_listedword", read=AGENCY_OR_PLATFORM, change=WORKER),
        migrations.RunSQL(LISTED, "DROP FUNCTION documents_listed"),
    ]  # fmt: skip
