import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from thanjai.kernel import rls

# As thanjai.domain.regions had it when this was written; later changes are data of the agency.
REGIONS = {
    "north": "เชียงใหม่ ลำพูน ลำปาง แม่ฮ่องสอน เชียงราย พะเยา แพร่ น่าน ตาก พิษณุโลก สุโขทัย เพชรบูรณ์ อุตรดิตถ์ กำแพงเพชร"
    " นครสวรรค์ พิจิตร อุทัยธานี",
    "north_east": "บึงกาฬ เลย หนองคาย หนองบัวลำภู อุดรธานี นครพนม มุกดาหาร สกลนคร กาฬสินธุ์ ขอนแก่น มหาสารคาม ร้อยเอ็ด"
    " ชัยภูมิ นครราชสีมา บุรีรัมย์ สุรินทร์ ยโสธร ศรีสะเกษ อำนาจเจริญ อุบลราชธานี",
    "central": "กรุงเทพมหานคร นครปฐม นนทบุรี ปทุมธานี สมุทรปราการ ชัยนาท พระนครศรีอยุธยา ลพบุรี สระบุรี สิงห์บุรี อ่างทอง"
    " กาญจนบุรี ราชบุรี สุพรรณบุรี ประจวบคีรีขันธ์ เพชรบุรี สมุทรสงคราม สมุทรสาคร",
    "east": "ฉะเชิงเทรา ชลบุรี ระยอง จันทบุรี ตราด นครนายก ปราจีนบุรี สระแก้ว",
    "south": "ชุมพร นครศรีธรรมราช พัทลุง สุราษฎร์ธานี สงขลา กระบี่ ตรัง พังงา ภูเก็ต ระนอง สตูล นราธิวาส ปัตตานี ยะลา",
}

SET_REGIONS = "".join(
    f"UPDATE agencies_agency SET region = '{region}' WHERE province_th = ANY (string_to_array('{provinces}', ' '));\n"
    for region, provinces in REGIONS.items()
)

# Each rule that stood becomes a change of its own, in the order in which they were entered.
TAKE_OVER = """
INSERT INTO agencies_calendarchange
    (number, layer, agency_id, region, province, days, hours, years, reason, source, actor_id, actor_name, at)
SELECT row_number() OVER (ORDER BY id), CASE WHEN agency_id IS NULL THEN 'country' ELSE 'agency' END, agency_id, '', '',
    jsonb_build_array(jsonb_build_object(
        'day', day, 'effect', CASE WHEN is_open THEN 'open' ELSE 'closed' END,
        'kind', CASE WHEN agency_id IS NULL THEN 'special' ELSE 'local' END,
        'name', jsonb_build_object('th', name_th, 'en', name_en), 'source', source)),
    NULL, '{}', name_th, source, NULL, 'Thanjai', now()
FROM agencies_calendarday;
"""
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_clock")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="region",
            field=models.CharField(
                blank=True,
                choices=[
                    ("north", "north"),
                    ("north_east", "north_east"),
                    ("central", "central"),
                    ("east", "east"),
                    ("south", "south"),
                ],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(SET_REGIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.CreateModel(
            name="CalendarChange",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("base", "base"),
                            ("country", "country"),
                            ("region", "region"),
                            ("province", "province"),
                            ("agency", "agency"),
                        ],
                        max_length=10,
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=12)),
                ("province", models.CharField(blank=True, max_length=60)),
                ("days", models.JSONField(default=list)),
                ("hours", models.JSONField(null=True)),
                (
                    "years",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.agency"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-number"], name="calendar_change_agency"),
                    models.Index(
                        condition=models.Q(("agency__isnull", True)),
                        fields=["-number"],
                        name="calendar_change_for_many",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TAKE_OVER, reverse_sql=migrations.RunSQL.noop),
        rls.guard("agencies_calendarchange", read=rls.ANYBODY, write=AGENCY_OR_PLATFORM),
        rls.append_only("agencies_calendarchange"),
        migrations.DeleteModel(name="CalendarDay"),
    ]
